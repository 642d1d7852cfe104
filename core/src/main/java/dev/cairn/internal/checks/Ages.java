package dev.cairn.internal.checks;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Computes the time that lies a given duration before now, for conditions such as "older than 30
 * days".
 */
public final class Ages {
  private Ages() {}

  /**
   * Returns the time that lies an age before now; empty if no time lies that far back, so that
   * nothing can be older.
   *
   * @param age the age, not negative
   */
  public static Optional<Instant> before(Instant now, Duration age) {
    Arguments.notNegative("age", age);
    boolean ancient = age.compareTo(Duration.between(Instant.MIN, now)) > 0;
    return ancient ? Optional.empty() : Optional.of(now.minus(age));
  }
}
