package dev.cairn.graph;

import dev.cairn.internal.checks.Arguments;
import java.time.Instant;
import java.util.Optional;

/**
 * A fact about an entity of the knowledge graph, with its source and time; immutable.
 *
 * <pre>{@code
 * Observation.of("ships to Norway").withSource("https://example.com/shipping")
 * }</pre>
 *
 * @param text the observation, of any length; it tells the observations of one entity apart
 * @param source the origin of the observation: a page, a person or an agent, for example
 * @param addedAt the time of the observation; empty only before it is stored, which then gives it
 *     the time of storing
 */
public record Observation(String text, Optional<String> source, Optional<Instant> addedAt) {

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if anything is null, or the source blank
   */
  public Observation {
    Arguments.notNull("text", text);
    Arguments.notNull("source", source).ifPresent(Observation::requireSource);
    Arguments.notNull("addedAt", addedAt);
  }

  /** Returns an observation without a source, which is not stored yet. */
  public static Observation of(String text) {
    return new Observation(text, Optional.empty(), Optional.empty());
  }

  /** Returns this with that source. */
  public Observation withSource(String source) {
    return new Observation(text, Optional.of(requireSource(source)), addedAt);
  }

  /** Returns this with that time in place of the time of storing it. */
  public Observation withTime(Instant time) {
    return new Observation(text, source, Optional.of(Arguments.notNull("time", time)));
  }

  static String requireSource(String source) {
    return Arguments.notBlank("source", source);
  }
}
