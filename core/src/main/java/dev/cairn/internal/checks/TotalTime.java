package dev.cairn.internal.checks;

import java.time.Duration;

/**
 * Adds durations without overflow, for total times such as those of site visits. A total that no
 * {@link Duration} can hold becomes the longest one.
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
