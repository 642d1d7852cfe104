package dev.cairn.episodes;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.values.KeyPart;
import dev.cairn.values.Outcome;
import dev.cairn.values.SiteName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One task that an agent undertook, with its steps and outcome; immutable.
 *
 * <p>{@link #of} begins an episode, which {@link Episodes#record(NewEpisode)} stores.
 *
 * @param id unique within the namespace; at most {@value #MAX_NAME_BYTES} bytes
 * @param task the task
 * @param url the page of the task, if it was on the web
 * @param site the {@linkplain SiteName name} of the URL's site
 * @param agent the name of the agent, if it is known; at most {@value #MAX_NAME_BYTES} bytes
 * @param outcome the outcome
 * @param steps the steps, in order
 * @param result describes the result, or the reason of the failure; may be empty
 * @param happenedAt the time of the episode
 */
public record Episode(
    String id,
    String task,
    Optional<String> url,
    Optional<String> site,
    Optional<String> agent,
    Outcome outcome,
    List<String> steps,
    String result,
    Instant happenedAt) {

  /** The longest id of an episode and the longest name of an agent, in bytes as UTF-8. */
  public static final int MAX_NAME_BYTES = 128;

  /**
   * Copies the steps.
   *
   * @throws IllegalArgumentException if anything is null, the task blank, or the id, the site or
   *     the agent blank or too long
   */
  public Episode {
    requireId(id);
    Arguments.notBlank("task", task);
    Arguments.notNull("url", url);
    Arguments.notNull("site", site).ifPresent(Episode::requireSite);
    Arguments.notNull("agent", agent).ifPresent(Episode::requireAgent);
    Arguments.notNull("outcome", outcome);
    steps = copy(steps);
    Arguments.notNull("result", result);
    Arguments.notNull("happenedAt", happenedAt);
  }

  /**
   * Begins an episode with only a task.
   *
   * @throws IllegalArgumentException if the task is null or blank
   */
  public static NewEpisode of(String task) {
    return new NewEpisode(
        Optional.empty(),
        task,
        Optional.empty(),
        Optional.empty(),
        Outcome.UNKNOWN,
        List.of(),
        "",
        Optional.empty());
  }

  /** Returns this with another outcome, which is often known only later. */
  public Episode withOutcome(Outcome outcome) {
    return new Episode(id, task, url, site, agent, outcome, steps, result, happenedAt);
  }

  /** Returns this with other steps. */
  public Episode withSteps(List<String> steps) {
    return new Episode(id, task, url, site, agent, outcome, steps, result, happenedAt);
  }

  /** Returns this with another result. */
  public Episode withResult(String result) {
    return new Episode(id, task, url, site, agent, outcome, steps, result, happenedAt);
  }

  Episode withSite(String newSite) {
    return new Episode(
        id, task, url, Optional.of(newSite), agent, outcome, steps, result, happenedAt);
  }

  static String requireId(@Nullable String id) {
    return KeyPart.name("id", id, MAX_NAME_BYTES);
  }

  static String requireSite(@Nullable String site) {
    return KeyPart.name("site", site, SiteName.MAX_CHARS);
  }

  static String requireAgent(@Nullable String agent) {
    return KeyPart.name("agent", agent, MAX_NAME_BYTES);
  }

  static List<String> copy(@Nullable List<String> steps) {
    for (String step : Arguments.notNull("steps", steps)) {
      Arguments.notNull("a step", step);
    }
    return List.copyOf(steps);
  }
}
