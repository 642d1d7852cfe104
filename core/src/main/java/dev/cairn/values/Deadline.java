package dev.cairn.values;

import dev.cairn.internal.checks.Arguments;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A moment at which waiting ends, by a clock that nobody sets; immutable.
 *
 * <p>One deadline can be given to several calls, which then wait no longer together than a single
 * one would.
 */
public final class Deadline {
  private static final Deadline NEVER = new Deadline(0, false);

  /** Longer times are as good as no limit; beyond some 290 years nanoseconds would overflow. */
  private static final Duration CENTURY = Duration.ofDays(36_500);

  private final long nanoTime;
  private final boolean limited;

  private Deadline(long nanoTime, boolean limited) {
    this.nanoTime = nanoTime;
    this.limited = limited;
  }

  /**
   * Returns the deadline that is {@code time} from now.
   *
   * @param time the time; zero for one that has passed. A hundred years and more, such as {@link
   *     java.time.temporal.ChronoUnit#FOREVER}, make the deadline that {@linkplain #never() never}
   *     passes
   * @throws IllegalArgumentException if the time is null or negative
   */
  public static Deadline in(Duration time) {
    Arguments.notNegative("time", time);
    return time.compareTo(CENTURY) < 0
        ? new Deadline(System.nanoTime() + time.toNanos(), true)
        : NEVER;
  }

  /** Returns the deadline that never passes. */
  public static Deadline never() {
    return NEVER;
  }

  /** Returns the time until then, zero if it has passed, a hundred years if it never passes. */
  public Duration left() {
    return limited ? Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime())) : CENTURY;
  }

  /** Tells whether it has passed. */
  public boolean hasPassed() {
    return limited && nanoTime - System.nanoTime() <= 0;
  }

  @Override
  public String toString() {
    return limited ? "in " + TimeUnit.NANOSECONDS.toMillis(left().toNanos()) + " ms" : "never";
  }
}
