package dev.cairn.episodes;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.table.Index;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Transaction;
import dev.cairn.values.Outcome;
import dev.cairn.values.SiteName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A query for episodes, which are tasks that agents undertook, by conditions that must all be met;
 * immutable.
 *
 * <pre>{@code
 * episodes.find(EpisodeQuery.newest(5).atSite(url).cameOut(Outcome.FAILURE))
 * }</pre>
 *
 * <p>A query reads one index, newest first, until it has found enough episodes. There is an index
 * each for site, agent and outcome, in which a range of times is a range of entries. A query with
 * more than one of these conditions uses the index of the first in this order, and tests the others
 * on each episode.
 *
 * @param limit the most episodes to find
 * @param site the name of the site
 * @param agent the name of the agent
 * @param outcome the outcome
 * @param from the earliest time
 * @param before the first time that is too late
 */
public record EpisodeQuery(
    int limit,
    Optional<String> site,
    Optional<String> agent,
    Optional<Outcome> outcome,
    Optional<Instant> from,
    Optional<Instant> before) {

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if anything is null, the limit negative, the agent blank or
   *     too long, or the time range turned around
   */
  public EpisodeQuery {
    Arguments.notNegative("limit", limit);
    Arguments.notNull("site", site).ifPresent(Episode::requireSite);
    Arguments.notNull("agent", agent).ifPresent(Episode::requireAgent);
    Arguments.notNull("outcome", outcome);
    Arguments.notNull("from", from);
    Arguments.notNull("before", before);
    if (from.isPresent() && before.isPresent() && from.get().isAfter(before.get())) {
      throw new IllegalArgumentException(
          "the time range ends before it begins: from " + from.get() + " before " + before.get());
    }
  }

  /** Returns the query for all episodes. */
  public static EpisodeQuery all() {
    return newest(Integer.MAX_VALUE);
  }

  /** Returns the query for the newest {@code limit} episodes of all. */
  public static EpisodeQuery newest(int limit) {
    return new EpisodeQuery(
        limit,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Returns this for the site of {@code url} only. */
  public EpisodeQuery atSite(String url) {
    return new EpisodeQuery(limit, Optional.of(SiteName.of(url)), agent, outcome, from, before);
  }

  /** Returns this for that agent only. */
  public EpisodeQuery by(String agent) {
    Episode.requireAgent(agent);
    return new EpisodeQuery(limit, site, Optional.of(agent), outcome, from, before);
  }

  /** Returns this for that outcome only. */
  public EpisodeQuery cameOut(Outcome outcome) {
    Arguments.notNull("outcome", outcome);
    return new EpisodeQuery(limit, site, agent, Optional.of(outcome), from, before);
  }

  /** Returns this for {@code time} and later only. */
  public EpisodeQuery from(Instant time) {
    Arguments.notNull("time", time);
    return new EpisodeQuery(limit, site, agent, outcome, Optional.of(time), before);
  }

  /** Returns this for times before {@code time} only. */
  public EpisodeQuery before(Instant time) {
    Arguments.notNull("time", time);
    return new EpisodeQuery(limit, site, agent, outcome, from, Optional.of(time));
  }

  /**
   * Returns the episodes that meet the conditions, newest first; at equal times by id, downwards.
   */
  List<Episode> in(Transaction tx) {
    try (Stream<Episode> found = found(tx)) {
      return found.toList();
    }
  }

  private Stream<Episode> found(Transaction tx) {
    return tx.scan(EpisodeTable.EPISODES, index(), scan())
        .map(Row::value)
        .filter(this::matches)
        .limit(limit);
  }

  /** Returns how many episodes {@link #in} returns. */
  long count(Transaction tx) {
    boolean indexTellsAll =
        Stream.of(site, agent, outcome).filter(Optional::isPresent).count() <= 1;
    if (indexTellsAll) {
      return Math.min(limit, tx.count(EpisodeTable.EPISODES, index(), scan()));
    }
    try (Stream<Episode> found = found(tx)) {
      return found.count();
    }
  }

  private Index<Episode, ?> index() {
    if (site.isPresent()) {
      return EpisodeTable.BY_SITE;
    }
    if (agent.isPresent()) {
      return EpisodeTable.BY_AGENT;
    }
    return outcome.isPresent() ? EpisodeTable.BY_OUTCOME : EpisodeTable.BY_TIME;
  }

  private Scan scan() {
    if (site.isPresent()) {
      return range(Scan.prefix(site.get()));
    }
    if (agent.isPresent()) {
      return range(Scan.prefix(agent.get()));
    }
    return range(outcome.map(each -> Scan.prefix(each)).orElse(Scan.all()));
  }

  private Scan range(Scan scan) {
    Scan bounded = from.map(scan::from).orElse(scan);
    return before.map(bounded::before).orElse(bounded).descending();
  }

  private boolean matches(Episode episode) {
    return (agent.isEmpty() || agent.equals(episode.agent()))
        && (outcome.isEmpty() || outcome.get() == episode.outcome());
  }
}
