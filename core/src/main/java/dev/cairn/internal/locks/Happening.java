package dev.cairn.internal.locks;

import java.time.Duration;
import java.time.Instant;

/**
 * One thing that happened to a lock in this process; immutable.
 *
 * @param key the lock, and the way in which it was asked for
 * @param what the thing
 * @param at when it happened
 * @param took how long the request waited; for a release, how long the lock was held
 * @param thread the name of the thread that asked for the lock
 * @param token the number of the grant; 0 if there was none
 */
public record Happening(
    Records.Key key, What what, Instant at, Duration took, String thread, long token) {

  /** The kinds of things that happen to a lock. */
  public enum What {
    ACQUIRED,
    RELEASED,
    TIMED_OUT,
    DEADLOCKED
  }
}
