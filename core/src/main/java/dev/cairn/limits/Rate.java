package dev.cairn.limits;

import dev.cairn.internal.checks.Arguments;
import java.time.Duration;

/**
 * A number of permits for each period of time; immutable.
 *
 * @param permits the number of permits
 * @param period the time after which all of them are there again
 */
public record Rate(long permits, Duration period) {
  private static final Duration LONGEST = Duration.ofDays(3_650);

  /**
   * Refuses a number or a period that is not positive, a period of more than ten years, and more
   * than a permit a nanosecond.
   */
  public Rate {
    Arguments.positive("permits", permits);
    Arguments.positive("period", period);
    if (period.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "period of %s, at most %s is allowed".formatted(period, LONGEST));
    }
    if (permits > period.toNanos()) {
      throw new IllegalArgumentException(
          "%d permits in %s, at most one a nanosecond is allowed".formatted(permits, period));
    }
  }

  /** Returns so many permits a minute. */
  public static Rate perMinute(long permits) {
    return new Rate(permits, Duration.ofMinutes(1));
  }

  /** Returns so many permits an hour. */
  public static Rate perHour(long permits) {
    return new Rate(permits, Duration.ofHours(1));
  }

  /** Returns so many permits in 24 hours. */
  public static Rate perDay(long permits) {
    return new Rate(permits, Duration.ofDays(1));
  }
}
