package dev.cairn.limits;

import dev.cairn.LimitExceededException;
import dev.cairn.internal.checks.Arguments;
import dev.cairn.values.Deadline;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A limit on how often something may be done: all permits of its rate are there at first, and again
 * when its period has passed since.
 *
 * <p>Every process of the machine counts in the same place, so no permit is given twice. A decision
 * takes microseconds and waits for no disk. Thread-safe.
 *
 * <p>A limit is no part of a transaction, which may run more than once: inside of a write of the
 * store each method but {@link #rate} throws {@link IllegalStateException}.
 */
public final class RateLimit {
  private final String name;
  private final Rate rate;
  private final Bucket bucket;

  RateLimit(String name, Rate rate, Bucket bucket) {
    this.name = name;
    this.rate = rate;
    this.bucket = bucket;
  }

  /** Returns the rate. */
  public Rate rate() {
    return rate;
  }

  /** Takes one permit; false if there is none now. */
  public boolean tryConsume() {
    return tryConsume(1);
  }

  /**
   * Takes permits, all of them or none.
   *
   * @param permits their number, at most that of the rate
   * @return false if there are not as many now; nothing was taken then
   */
  public boolean tryConsume(long permits) {
    return bucket.tryConsume(required(permits));
  }

  /**
   * Takes permits, and waits for them if they come in time. An interrupt does not end the wait, and
   * stays pending.
   *
   * @param permits their number, at most that of the rate
   * @throws LimitExceededException if they are not there before the deadline; it is thrown as soon
   *     as that is certain, and says when they are
   */
  public void consume(long permits, Deadline deadline) {
    required(permits);
    Arguments.notNull("deadline", deadline);
    boolean interrupted = false;
    try {
      while (true) {
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(permits);
        if (probe.isConsumed()) {
          return;
        }
        Duration wait = Duration.ofNanos(probe.getNanosToWaitForRefill());
        if (wait.compareTo(deadline.left()) > 0) {
          throw new LimitExceededException(
              "%d permits of the limit '%s' (%d in %s) were asked for, and %d are left; they are there in %s"
                  .formatted(
                      permits,
                      name,
                      rate.permits(),
                      rate.period(),
                      probe.getRemainingTokens(),
                      wait));
        }
        long end = System.nanoTime() + wait.toNanos();
        for (long left = wait.toNanos(); left > 0; left = end - System.nanoTime()) {
          LockSupport.parkNanos(this, left);
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Returns the permits that are left now. */
  public long left() {
    return bucket.getAvailableTokens();
  }

  /**
   * Returns the time until so many permits are there, if nobody else takes them; zero if they are.
   *
   * @param permits their number, at most that of the rate
   */
  public Duration availableIn(long permits) {
    long nanos = bucket.estimateAbilityToConsume(required(permits)).getNanosToWaitForRefill();
    return Duration.ofNanos(nanos);
  }

  private long required(long permits) {
    Arguments.positive("permits", permits);
    if (permits > rate.permits()) {
      throw new IllegalArgumentException(
          "%d permits of the limit '%s', which never has more than %d; ask for fewer at once"
              .formatted(permits, name, rate.permits()));
    }
    return permits;
  }
}
