package dev.cairn.values;

import dev.cairn.internal.checks.Arguments;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Generates ids that sort in the order of their creation: UUIDs of version 7 (RFC 9562, 5.7).
 *
 * <p>Within this process the text of a later id is greater. The 12 bits after the time are a
 * counter that starts at random in each millisecond; if it overflows, it borrows from the next
 * millisecond (RFC 9562, 6.2, methods 1 and 3). Ids of two processes sort by their clocks. Safe for
 * any number of threads.
 */
public final class TimeOrderedIds {
  /** If the clock is set back further than this, ids start a new order. */
  private static final long LARGEST_ROLLBACK_MILLIS = 10_000;

  private static final int COUNTER_BITS = 12;

  /** Half of the counter's range, so that a millisecond has room for as many ids. */
  private static final int COUNTER_START = 1 << (COUNTER_BITS - 1);

  private static final int TIME_BITS = 48;

  /**
   * The latest time that an id tells; a later one counts as this. So many milliseconds before the
   * end of the 48 bits leave room for what the counter borrows.
   */
  private static final Instant LATEST =
      Instant.ofEpochMilli((1L << TIME_BITS) - 1).minus(Duration.ofHours(1));

  private static final SecureRandom RANDOM = new SecureRandom();

  /** Milliseconds and counter of the last id, in one number. */
  private static final AtomicLong LAST = new AtomicLong();

  private TimeOrderedIds() {}

  /**
   * Returns a new id for a time; one before 1970 counts as 1970, and one after the year 10889,
   * where the 48 bits of a UUID's time end, as its last hour.
   *
   * @throws IllegalArgumentException if the time is null
   */
  public static String next(Instant time) {
    Instant told = Arguments.notNull("time", time).isBefore(LATEST) ? time : LATEST;
    return next(told.isBefore(Instant.EPOCH) ? 0 : told.toEpochMilli());
  }

  /** Returns a new id for the time {@code epochMillis}, which fits 48 bits. */
  static String next(long epochMillis) {
    long earliest = (epochMillis << COUNTER_BITS) | RANDOM.nextInt(COUNTER_START);
    long rollback = LARGEST_ROLLBACK_MILLIS << COUNTER_BITS;
    long tick =
        LAST.updateAndGet(
            last -> last - earliest > rollback ? earliest : Math.max(last + 1, earliest));
    long millis = tick >>> COUNTER_BITS;
    long counter = tick & ((1 << COUNTER_BITS) - 1);
    long high = (millis << 16) | 0x7000 | counter;
    long low = 0x8000_0000_0000_0000L | (RANDOM.nextLong() >>> 2);
    return new UUID(high, low).toString();
  }
}
