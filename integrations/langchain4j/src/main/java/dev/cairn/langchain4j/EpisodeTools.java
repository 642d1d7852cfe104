package dev.cairn.langchain4j;

import dev.cairn.Memory;
import dev.cairn.episodes.Episode;
import dev.cairn.episodes.EpisodeQuery;
import dev.cairn.episodes.NewEpisode;
import dev.cairn.values.Outcome;
import dev.cairn.values.PromptText;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Offers a language model tools that record and find episodes, which are tasks that agents
 * undertook. Pass an instance to {@code AiServices.builder(…).tools(…)}.
 *
 * <p>Each answers with a text. Bad arguments are refused with an {@link IllegalArgumentException}
 * whose message a model can act on; LangChain4j passes it on. Thread-safe; what a tool has recorded
 * is durable when it answers.
 */
public final class EpisodeTools {
  private static final int MOST = 10;

  private final Memory memory;

  /** Makes tools over the episodes of {@code memory}. */
  public EpisodeTools(Memory memory) {
    this.memory = Objects.requireNonNull(memory, "memory");
  }

  /** Records an episode. */
  @Tool(
      name = "record_episode",
      value = "Remembers a task that was undertaken, and its outcome, for the next time.")
  public String recordEpisode(
      @P(name = "task", value = "the task, in a sentence") String task,
      @P(name = "success", value = "whether it succeeded") boolean success,
      @P(name = "url", value = "the page of the task, if on the web", required = false)
          @Nullable String url,
      @P(name = "steps", value = "the steps, in order", required = false)
          @Nullable List<String> steps,
      @P(name = "result", value = "the result, in a sentence", required = false)
          @Nullable String result) {
    NewEpisode episode =
        Episode.of(task)
            .cameOut(Outcome.of(success))
            .withSteps(steps == null ? List.of() : steps)
            .withResult(result == null ? "" : result);
    Episode recorded =
        memory.episodes().record(url == null || url.isBlank() ? episode : episode.at(url));
    return "Remembered as " + recorded.id() + ".";
  }

  /** Returns the newest episodes, one a line. */
  @Tool(
      name = "newest_episodes",
      value = "Lists the newest tasks that agents undertook, the newest first, and their outcomes.")
  public String newestEpisodes(
      @P(name = "url", value = "only those on the site of this URL", required = false)
          @Nullable String url) {
    EpisodeQuery query = EpisodeQuery.newest(MOST);
    List<Episode> newest =
        memory.episodes().find(url == null || url.isBlank() ? query : query.atSite(url));
    return newest.isEmpty()
        ? "No episode is known yet."
        : newest.stream().map(EpisodeTools::line).collect(Collectors.joining("\n"));
  }

  private static String line(Episode episode) {
    return "%s %s: %s. %s"
        .formatted(
            episode.happenedAt(),
            episode.outcome(),
            PromptText.words(episode.task()),
            PromptText.words(episode.result()));
  }
}
