package dev.cairn.tools.trace;

import dev.cairn.episodes.Episode;
import dev.cairn.episodes.NewEpisode;
import dev.cairn.values.Outcome;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The operation {@code episode} in a recording of agents' work: an agent finished a task.
 *
 * @param id the id of the episode
 * @param episode the task and its outcome
 */
public record EpisodeEnded(String id, NewEpisode episode) implements TextOp {
  static EpisodeEnded of(Fields fields) {
    NewEpisode episode =
        Episode.of(fields.text("task"))
            .withId(fields.text("id"))
            .cameOut(outcome(fields.text("outcome")))
            .withSteps(fields.texts("steps"))
            .withResult(fields.optionalText("result").orElse(""));
    episode = fields.agent().map(episode::by).orElse(episode);
    episode = fields.optionalText("url").map(episode::at).orElse(episode);
    return new EpisodeEnded(fields.text("id"), episode);
  }

  private static Outcome outcome(String word) {
    for (Outcome outcome : Outcome.values()) {
      if (outcome.name().toLowerCase(Locale.ROOT).equals(word)) {
        return outcome;
      }
    }
    throw new IllegalArgumentException(
        "outcome must be success, failure or unknown, not '" + word + "'");
  }

  @Override
  public Optional<String> agent() {
    return episode.agent();
  }

  @Override
  public Subject subject() {
    return Subject.named(Subject.Kind.EPISODE, id);
  }

  @Override
  public void applyTo(Repositories memory) {
    memory.episodes().record(episode);
  }

  /** Raises nothing: an episode that is recorded again replaces the first. */
  @Override
  public Map<Counter, Long> raises() {
    return Map.of();
  }

  @Override
  public long read(Counter counter, Repositories memory) {
    throw new IllegalArgumentException("an episode raises no " + counter);
  }

  @Override
  public boolean showsIn(Repositories memory) {
    return memory.episodes().get(id).filter(this::matches).isPresent();
  }

  private boolean matches(Episode stored) {
    return stored.task().equals(episode.task())
        && stored.url().equals(episode.url())
        && stored.agent().equals(episode.agent())
        && stored.outcome() == episode.outcome()
        && stored.steps().equals(episode.steps())
        && stored.result().equals(episode.result());
  }
}
