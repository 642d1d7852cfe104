package dev.cairn.tools.mcp.groups;

import dev.cairn.Memory;
import dev.cairn.episodes.Episode;
import dev.cairn.episodes.EpisodeQuery;
import dev.cairn.episodes.NewEpisode;
import dev.cairn.tools.mcp.form.About;
import dev.cairn.tools.mcp.form.Effect;
import dev.cairn.tools.mcp.form.Tool;
import dev.cairn.tools.mcp.form.ToolGroup;
import dev.cairn.values.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Defines the MCP tools for episodes, which are tasks that agents undertook. */
public final class EpisodeTools implements ToolGroup {
  private static final int EPISODES_FOUND = 10;

  record FinishedTask(
      @About("the task, in one sentence") String task,
      @About("the page of the task, if it was on the web") Optional<String> url,
      @About("the name of the agent") Optional<String> agent,
      @About("the outcome; unknown if it is not given") Optional<Outcome> outcome,
      @About("the steps, in order") Optional<List<String>> steps,
      @About("the result, or the reason of the failure") Optional<String> result) {}

  record EpisodeQuestion(
      @About("the most episodes to return; 10 if it is not given") Optional<Integer> limit,
      @About("any URL of a site, for episodes on that site only") Optional<String> url,
      @About("an agent, for its episodes only") Optional<String> agent,
      @About("an outcome, for episodes with that outcome only") Optional<Outcome> outcome,
      @About("the earliest time") Optional<Instant> since,
      @About("a time, for episodes before it only; happenedAt of the last one gets the next page")
          Optional<Instant> before) {}

  record FoundEpisodes(@About("the episodes, newest first") List<Episode> episodes) {}

  @Override
  public String name() {
    return "episodes";
  }

  @Override
  public List<Tool<?, ?>> tools() {
    return List.of(
        Tool.of(
                "newest_episodes",
                "Newest episodes",
                "Returns the tasks that agents undertook most recently, with steps and outcomes."
                    + " Call it to see what was tried before.",
                Effect.READS)
            .takes(EpisodeQuestion.class)
            .gives(FoundEpisodes.class, EpisodeTools::newest),
        Tool.of(
                "record_episode",
                "Record episode",
                "Remembers a task that was undertaken, its steps and its outcome. Call it when a"
                    + " task has ended.",
                Effect.ADDS)
            .takes(FinishedTask.class)
            .gives(Episode.class, EpisodeTools::record));
  }

  private static FoundEpisodes newest(Memory memory, EpisodeQuestion question) {
    EpisodeQuery query = EpisodeQuery.newest(question.limit().orElse(EPISODES_FOUND));
    if (question.url().isPresent()) {
      query = query.atSite(question.url().get());
    }
    if (question.agent().isPresent()) {
      query = query.by(question.agent().get());
    }
    if (question.outcome().isPresent()) {
      query = query.cameOut(question.outcome().get());
    }
    if (question.since().isPresent()) {
      query = query.from(question.since().get());
    }
    if (question.before().isPresent()) {
      query = query.before(question.before().get());
    }
    return new FoundEpisodes(memory.episodes().find(query));
  }

  private static Episode record(Memory memory, FinishedTask task) {
    return memory
        .episodes()
        .record(
            new NewEpisode(
                Optional.empty(),
                task.task(),
                task.url(),
                task.agent(),
                task.outcome().orElse(Outcome.UNKNOWN),
                task.steps().orElse(List.of()),
                task.result().orElse(""),
                Optional.empty()));
  }
}
