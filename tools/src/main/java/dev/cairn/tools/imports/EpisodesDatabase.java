package dev.cairn.tools.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.Memory;
import dev.cairn.episodes.Episode;
import dev.cairn.episodes.NewEpisode;
import dev.cairn.values.Outcome;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The SQLite database of an episodic memory: a table {@code episodes} by {@code memory_id}. */
final class EpisodesDatabase implements Format {
  private static final String TABLE = "episodes";
  private static final String[] TASK = {
    "task", "task_prompt", "task_description", "goal", "prompt"
  };
  private static final String[] OTHER_TEXT = {"description", "content", "summary"};
  private static final String[] STEPS = {"steps", "actions", "tools_used"};
  private static final String[] RESULT = {"result", "error", "error_message", "summary"};
  private static final String[] OUTCOME = {"outcome", "success", "status"};
  private static final String[] TIME = {"happened_at", "timestamp", "created_at", "start_time"};
  private static final String[] ID = {"memory_id", "episode_id", "id"};
  private static final String[] URL = {"url", "site"};
  private static final String[] AGENT = {"agent", "agent_id", "agent_name"};

  private final Instant now;

  /**
   * Makes a reader.
   *
   * @param now the time of episodes that have none
   */
  EpisodesDatabase(Instant now) {
    this.now = now;
  }

  /** An episode, under the id that it had. */
  private record EpisodeItem(NewEpisode episode, String id) implements Item {
    @Override
    public void bring(Memory memory, boolean dry, Tally tally) {
      boolean fresh = memory.episodes().get(id).isEmpty();
      tally.count(TABLE, fresh);
      if (fresh && !dry) {
        memory.episodes().record(episode);
      }
    }
  }

  @Override
  public String word() {
    return TABLE;
  }

  @Override
  public boolean recognises(Source source) throws IOException {
    return source.isDatabase() && source.database().has(TABLE, "memory_id");
  }

  @Override
  public void read(Source source, Mapping mapping, Sink sink) throws IOException {
    Database database = source.database();
    Set<String> left = new TreeSet<>(database.columns(TABLE));
    if (left.isEmpty()) {
      throw new IllegalArgumentException(source.name() + ": it has no table 'episodes'");
    }
    for (String[] read : List.of(TASK, OTHER_TEXT, STEPS, RESULT, OUTCOME, TIME, ID, URL, AGENT)) {
      List.of(read).forEach(left::remove);
    }
    left.forEach(column -> sink.skip("column " + column, "an episode has no such field"));
    Set<String> ids = new HashSet<>();
    int[] number = {0};
    database.query(
        "SELECT * FROM episodes",
        row -> {
          number[0]++;
          try {
            EpisodeItem item = episode(row);
            if (ids.add(item.id())) {
              sink.item(item);
            } else {
              sink.skip("row " + number[0], "there is a row '" + item.id() + "' before it");
            }
          } catch (IllegalArgumentException e) {
            sink.skip("row " + number[0], String.valueOf(e.getMessage()));
          }
        });
  }

  private EpisodeItem episode(SqlRow row) throws SQLException {
    String id =
        row.text(ID).orElseThrow(() -> new IllegalArgumentException("memory_id is missing"));
    String task = row.text(TASK).orElse("");
    if (task.isBlank()) {
      task = row.text(OTHER_TEXT).orElse("");
    }
    NewEpisode episode =
        Episode.of(task)
            .withId(id)
            .cameOut(outcome(row.text(OUTCOME).orElse("")))
            .withSteps(steps(row.text(STEPS).orElse("")))
            .withResult(row.text(RESULT).orElse(""))
            .happenedAt(row.time(TIME).orElse(now));
    Optional<String> url = row.text(URL).filter(text -> !text.isBlank());
    if (url.isPresent()) {
      episode = episode.at(url.get());
    }
    Optional<String> agent = row.text(AGENT).filter(text -> !text.isBlank());
    if (agent.isPresent()) {
      episode = episode.by(agent.get());
    }
    return new EpisodeItem(episode, id);
  }

  /** Returns the elements of a JSON list, or the lines of another text. */
  private static List<String> steps(String text) {
    JsonNode list = text.stripLeading().startsWith("[") ? LooseObject.parse(text) : null;
    return list != null && list.isArray()
        ? LooseObject.texts(list)
        : text.lines().filter(line -> !line.isBlank()).toList();
  }

  private static Outcome outcome(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "1", "true", "success", "succeeded", "completed", "done" -> Outcome.SUCCESS;
      case "0", "false", "failure", "failed", "error" -> Outcome.FAILURE;
      default -> Outcome.UNKNOWN;
    };
  }
}
