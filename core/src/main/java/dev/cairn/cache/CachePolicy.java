package dev.cairn.cache;

import static dev.cairn.engine.Arguments.positive;

import java.time.Duration;
import java.util.Optional;

/**
 * How long the read cache keeps a record that nobody changed.
 *
 * <p>The policy is about memory, not about truth: whatever it is, a hit is never stale.
 */
public sealed interface CachePolicy {

  /** The default time to live. */
  Duration DEFAULT_TTL = Duration.ofSeconds(60);

  /**
   * Keeps a record for a time after it was read or written.
   *
   * @param timeToLive the time, positive
   * @return the policy
   */
  static CachePolicy ttl(Duration timeToLive) {
    return new Ttl(timeToLive);
  }

  /**
   * Keeps a record until it is changed, or room is needed.
   *
   * @return the policy
   */
  static CachePolicy untilChanged() {
    return new UntilChanged();
  }

  /**
   * Keeps nothing: every read goes to the store.
   *
   * @return the policy
   */
  static CachePolicy off() {
    return new Off();
  }

  /**
   * Returns the time limit.
   *
   * @return the time to live, or empty if there is none
   */
  default Optional<Duration> timeToLive() {
    return Optional.empty();
  }

  /**
   * Keeps a record for a time.
   *
   * @param duration the time, positive
   */
  record Ttl(Duration duration) implements CachePolicy {
    /** Refuses a time that is not positive. */
    public Ttl {
      positive("time to live", duration);
    }

    @Override
    public Optional<Duration> timeToLive() {
      return Optional.of(duration);
    }
  }

  /** Keeps a record until it is changed. */
  record UntilChanged() implements CachePolicy {}

  /** Keeps nothing. */
  record Off() implements CachePolicy {}
}
