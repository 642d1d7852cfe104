package dev.cairn.tools.trace;

import java.time.Duration;

/**
 * Lists the counters and totals in a store that recorded operations increase, so that a replay of
 * them can be checked.
 */
public enum Counter {
  VISITS("visits", true),
  TIMES_CACHED("times cached", true),
  REPORTS("reports", true),
  RECORDINGS("recordings", true),
  TIMES_ADDED("times added", true),
  SUCCESSES("successes", true),
  FAILURES("failures", true),
  NANOSECONDS("nanoseconds", false);

  private final String words;
  private final boolean countsOperations;

  Counter(String words, boolean countsOperations) {
    this.words = words;
    this.countsOperations = countsOperations;
  }

  static Counter ofOutcome(boolean success) {
    return success ? SUCCESSES : FAILURES;
  }

  /**
   * Returns a time as the number that {@link #NANOSECONDS} adds up.
   *
   * <p>It wraps around after 292 years. Sums and differences wrap in the same way, so comparisons
   * for equality stay right.
   */
  public static long nanoseconds(Duration time) {
    return time.getSeconds() * 1_000_000_000 + time.getNano();
  }

  /** Returns whether each operation raises the number by one. */
  public boolean countsOperations() {
    return countsOperations;
  }

  @Override
  public String toString() {
    return words;
  }
}
