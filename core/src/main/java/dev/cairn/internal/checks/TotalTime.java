package dev.cairn.internal.checks;

import java.time.Duration;

/**
 * Adds durations without overflow, for the total times of site visits and skill uses: a total that
 * no {@link Duration} can hold is the longest one.
 */
public final class TotalTime {
  private static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);

  private TotalTime() {}

  /**
   * Returns a total after one thing more.
   *
   * @param total the total so far, not negative
   * @param took the time that the thing took, not negative
   */
  public static Duration plus(Duration total, Duration took) {
    return took.compareTo(LONGEST.minus(total)) > 0 ? LONGEST : total.plus(took);
  }
}
