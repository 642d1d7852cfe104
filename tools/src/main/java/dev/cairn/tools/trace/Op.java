package dev.cairn.tools.trace;

import java.util.Map;
import java.util.Optional;

/**
 * Something that one agent did and would have the others know; immutable.
 *
 * <p>It does itself through the public library, and tells by which numbers in the store one can see
 * that it was done.
 */
public sealed interface Op permits SelectorTried, SkillUsed, Told, Visit {

  /** Returns who did it, if that is known. */
  Optional<String> agent();

  /** Returns what it is about. */
  Subject subject();

  /**
   * Does it, and returns when it is durable.
   *
   * @throws IllegalArgumentException if the library refuses an argument of it
   */
  void applyTo(Repositories memory);

  /** Returns the numbers of its subject that it raises, and by how much. */
  Map<Counter, Long> raises();

  /** Returns one of the numbers that it raises, as it is in the store. */
  long read(Counter counter, Repositories memory);
}
