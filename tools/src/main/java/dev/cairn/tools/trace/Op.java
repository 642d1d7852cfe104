package dev.cairn.tools.trace;

import java.util.Map;
import java.util.Optional;

/**
 * An operation in a trace, which is a recording of agents' writes: one write to the store by one
 * agent. Immutable.
 *
 * <p>It applies itself through the public library, and names the numbers in the store that prove it
 * was applied.
 */
public sealed interface Op permits SelectorTried, SkillUsed, TextOp, Visit {

  /** Returns the name of the agent, if the trace has it. */
  Optional<String> agent();

  /** Returns the thing that the operation changes. */
  Subject subject();

  /**
   * Applies the operation, and returns when it is durable.
   *
   * @throws IllegalArgumentException if the library refuses an argument
   */
  void applyTo(Repositories memory);

  /** Returns the numbers of its subject that it raises, with the amounts. */
  Map<Counter, Long> raises();

  /** Reads one of the numbers that it raises from the store. */
  long read(Counter counter, Repositories memory);
}
