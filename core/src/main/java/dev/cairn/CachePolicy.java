package dev.cairn;

import static dev.cairn.internal.checks.Arguments.positive;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Limits how long the read cache keeps a record that has not changed. Immutable.
 *
 * <p>The policy decides how much memory the cache takes, not what a read sees: a hit is never
 * stale, whatever the policy.
 */
public final class CachePolicy {
  /** The default time to live, 60 s. */
  public static final Duration DEFAULT_TTL = Duration.ofSeconds(60);

  private static final CachePolicy UNTIL_CHANGED = new CachePolicy(true, null);
  private static final CachePolicy OFF = new CachePolicy(false, null);

  private final boolean keeps;
  private final @Nullable Duration timeToLive;

  private CachePolicy(boolean keeps, @Nullable Duration timeToLive) {
    this.keeps = keeps;
    this.timeToLive = timeToLive;
  }

  /**
   * Keeps a record for a time after it was read or written.
   *
   * @param timeToLive the time, positive
   * @return the policy
   * @throws IllegalArgumentException if the time is null, zero or negative
   */
  public static CachePolicy ttl(Duration timeToLive) {
    return new CachePolicy(true, positive("time to live", timeToLive));
  }

  /**
   * Keeps a record until it is changed, or its room is needed for others.
   *
   * @return the policy
   */
  public static CachePolicy untilChanged() {
    return UNTIL_CHANGED;
  }

  /**
   * Keeps nothing: every read goes to the store.
   *
   * @return the policy
   */
  public static CachePolicy off() {
    return OFF;
  }

  /**
   * Tells whether the cache keeps records at all.
   *
   * @return false for {@link #off()} only
   */
  public boolean keeps() {
    return keeps;
  }

  /**
   * Returns the time limit.
   *
   * @return the time to live, or empty if there is none
   */
  public Optional<Duration> timeToLive() {
    return Optional.ofNullable(timeToLive);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CachePolicy that
        && keeps == that.keeps
        && Objects.equals(timeToLive, that.timeToLive);
  }

  @Override
  public int hashCode() {
    return Objects.hash(keeps, timeToLive);
  }

  @Override
  public String toString() {
    return timeToLive != null ? "ttl(" + timeToLive + ")" : keeps ? "untilChanged()" : "off()";
  }
}
