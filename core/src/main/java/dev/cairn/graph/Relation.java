package dev.cairn.graph;

import dev.cairn.internal.checks.Arguments;
import java.time.Instant;
import java.util.Optional;

/**
 * A directed, typed edge of the knowledge graph between two entities, such as "Alice works_at
 * Acme"; immutable.
 *
 * <pre>{@code
 * Relation.of("Alice", "works_at", "Acme")
 * }</pre>
 *
 * <p>There is at most one relation of a type from one entity to another.
 *
 * @param from the name of the entity that the relation leads from
 * @param type the type, a verb in the active voice
 * @param to the name of the entity that the relation leads to
 * @param createdAt the time of the creation; empty only before the relation is stored, which then
 *     gives it the time of storing
 */
public record Relation(String from, String type, String to, Optional<Instant> createdAt) {

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if anything is null
   */
  public Relation {
    Arguments.notNull("from", from);
    Arguments.notNull("type", type);
    Arguments.notNull("to", to);
    Arguments.notNull("createdAt", createdAt);
  }

  /** Returns a relation that is not stored yet. */
  public static Relation of(String from, String type, String to) {
    return new Relation(from, type, to, Optional.empty());
  }

  /** Returns this with that time of creation in place of the time of storing it. */
  public Relation withTime(Instant time) {
    return new Relation(from, type, to, Optional.of(Arguments.notNull("time", time)));
  }
}
