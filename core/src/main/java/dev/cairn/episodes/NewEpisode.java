package dev.cairn.episodes;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.values.Outcome;
import dev.cairn.values.SiteName;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An episode, which is the record of an agent's task, before it is stored. It is built by a chain
 * of calls, and is immutable.
 *
 * <pre>{@code
 * Episode.of("log in to example.com").at("https://example.com/login").by("agent-1").succeeded()
 * }</pre>
 *
 * @param id the id; if empty, {@link Episodes} makes one
 * @param task the task
 * @param url the page of the task, if it was on the web
 * @param agent the name of the agent, if it is known
 * @param outcome the outcome
 * @param steps the steps, in order
 * @param result describes the result; may be empty
 * @param happenedAt the time of the episode; if empty, the time of recording it
 */
public record NewEpisode(
    Optional<String> id,
    String task,
    Optional<String> url,
    Optional<String> agent,
    Outcome outcome,
    List<String> steps,
    String result,
    Optional<Instant> happenedAt) {

  /**
   * Copies the steps.
   *
   * @throws IllegalArgumentException if anything is null, the task blank, the id or the agent blank
   *     or too long, or the URL {@linkplain SiteName none}
   */
  public NewEpisode {
    Arguments.notNull("id", id).ifPresent(Episode::requireId);
    Arguments.notBlank("task", task);
    Arguments.notNull("url", url).ifPresent(SiteName::of);
    Arguments.notNull("agent", agent).ifPresent(Episode::requireAgent);
    Arguments.notNull("outcome", outcome);
    steps = Episode.copy(steps);
    Arguments.notNull("result", result);
    Arguments.notNull("happenedAt", happenedAt);
  }

  /** Returns this with that id; stored, it replaces the episode with that id. */
  public NewEpisode withId(String id) {
    return with(Optional.of(Episode.requireId(id)), url, agent, outcome, steps, result, happenedAt);
  }

  /** Returns this at {@code url}; the episode then belongs to the site of that URL. */
  public NewEpisode at(String url) {
    Arguments.notNull("url", url);
    return with(id, Optional.of(url), agent, outcome, steps, result, happenedAt);
  }

  /** Returns this, done by {@code agent}. */
  public NewEpisode by(String agent) {
    Episode.requireAgent(agent);
    return with(id, url, Optional.of(agent), outcome, steps, result, happenedAt);
  }

  /** Returns this as a success. */
  public NewEpisode succeeded() {
    return cameOut(Outcome.SUCCESS);
  }

  /** Returns this as a failure. */
  public NewEpisode failed() {
    return cameOut(Outcome.FAILURE);
  }

  /** Returns this with that outcome. */
  public NewEpisode cameOut(Outcome outcome) {
    return with(id, url, agent, outcome, steps, result, happenedAt);
  }

  /** Returns this with these steps, in order. */
  public NewEpisode withSteps(List<String> steps) {
    return with(id, url, agent, outcome, steps, result, happenedAt);
  }

  /** Returns this with these steps, in order. */
  public NewEpisode withSteps(String... steps) {
    return withSteps(Arrays.asList(Arguments.notNull("steps", steps)));
  }

  /** Returns this with that result. */
  public NewEpisode withResult(String result) {
    return with(id, url, agent, outcome, steps, result, happenedAt);
  }

  /** Returns this at another time than that of recording it. */
  public NewEpisode happenedAt(Instant time) {
    Arguments.notNull("time", time);
    return with(id, url, agent, outcome, steps, result, Optional.of(time));
  }

  /** Returns the episode to store, with the given id and time unless this has its own. */
  Episode recorded(String newId, Instant now) {
    return new Episode(
        id.orElse(newId),
        task,
        url,
        url.map(SiteName::of),
        agent,
        outcome,
        steps,
        result,
        happenedAt.orElse(now));
  }

  private NewEpisode with(
      Optional<String> id,
      Optional<String> url,
      Optional<String> agent,
      Outcome outcome,
      List<String> steps,
      String result,
      Optional<Instant> happenedAt) {
    return new NewEpisode(id, task, url, agent, outcome, steps, result, happenedAt);
  }
}
