package dev.cairn.episodes;

import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import dev.cairn.values.Outcome;
import java.time.Instant;

/**
 * Defines the table of episodes, which are the recorded tasks of agents, and its indexes by time.
 */
final class EpisodeTable {
  static final Index<Episode, Instant> BY_TIME =
      Index.one("time", Keys.instant(), Episode::happenedAt);

  static final Index<Episode, SiteTime> BY_SITE =
      Index.one(
          "site",
          Keys.record(SiteTime.class),
          episode ->
              episode.site().map(site -> new SiteTime(site, episode.happenedAt())).orElse(null));

  static final Index<Episode, AgentTime> BY_AGENT =
      Index.one(
          "agent",
          Keys.record(AgentTime.class),
          episode ->
              episode
                  .agent()
                  .map(agent -> new AgentTime(agent, episode.happenedAt()))
                  .orElse(null));

  static final Index<Episode, OutcomeTime> BY_OUTCOME =
      Index.one(
          "outcome",
          Keys.record(OutcomeTime.class),
          episode -> new OutcomeTime(episode.outcome(), episode.happenedAt()));

  static final Table<String, Episode> EPISODES =
      Table.named("episodes")
          .keyedBy(Keys.string())
          .holding(Episode.class)
          .indexedBy(BY_TIME, BY_SITE, BY_AGENT, BY_OUTCOME);

  private EpisodeTable() {}

  record SiteTime(String site, Instant time) {}

  record AgentTime(String agent, Instant time) {}

  record OutcomeTime(Outcome outcome, Instant time) {}
}
