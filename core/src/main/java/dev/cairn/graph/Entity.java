package dev.cairn.graph;

import dev.cairn.internal.checks.Arguments;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A node of the knowledge graph, such as a person or a company, with the observations about it;
 * immutable.
 *
 * <pre>{@code
 * Entity.of("Alice", "person").withObservations("works at Acme", "likes tea")
 * }</pre>
 *
 * @param name the name, of any length; it tells the entities of one namespace apart
 * @param type the type, such as {@code person}
 * @param observations the observations, in the order in which they were added; one that is stored
 *     has each text once
 * @param createdAt the time of the creation; empty only before the entity is stored, which then
 *     gives it the time of storing
 */
public record Entity(
    String name, String type, List<Observation> observations, Optional<Instant> createdAt) {

  /**
   * Copies the observations.
   *
   * @throws IllegalArgumentException if anything is null
   */
  public Entity {
    Arguments.notNull("name", name);
    Arguments.notNull("type", type);
    observations = Arguments.copyOf("observations", observations);
    Arguments.notNull("createdAt", createdAt);
  }

  /** Returns an entity without observations, which is not stored yet. */
  public static Entity of(String name, String type) {
    return new Entity(name, type, List.of(), Optional.empty());
  }

  /** Returns this with other observations. */
  public Entity withObservations(List<Observation> observations) {
    return new Entity(name, type, observations, createdAt);
  }

  /** Returns this with other observations, which have these texts and no source. */
  public Entity withObservations(String... texts) {
    return withObservations(
        Arrays.stream(Arguments.notNull("texts", texts)).map(Observation::of).toList());
  }

  /** Returns this with that time of creation in place of the time of storing it. */
  public Entity withTime(Instant time) {
    return new Entity(name, type, observations, Optional.of(Arguments.notNull("time", time)));
  }
}
