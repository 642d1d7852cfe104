package dev.cairn.config;

import dev.cairn.Cairn;
import dev.cairn.internal.checks.Arguments;
import dev.cairn.limits.Rate;
import dev.cairn.locks.Hold;
import dev.cairn.values.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Admits operations of one kind: only so many at once, so many of each user in a period, and each
 * with a time limit. Immutable and thread-safe.
 *
 * <pre>{@code
 * Admission syncs = configuration.syncs();
 * syncs.run(cairn, "ann", deadline -> sync(repository, deadline));
 * }</pre>
 *
 * <p>All processes that have the store open count together. A process that ends, however it ends,
 * makes room for others.
 *
 * @param kind the name of the kind, not blank; the same in all programs
 * @param timeout the longest time from the request to the end of the operation, positive
 * @param mostAtOnce how many may run at once, positive
 * @param rate how many each user may begin; empty for any number
 */
public record Admission(String kind, Duration timeout, int mostAtOnce, Optional<Rate> rate) {
  /** Refuses a blank kind, and a time or a number that is not positive. */
  public Admission {
    Arguments.notBlank("kind", kind);
    Arguments.positive("timeout", timeout);
    Arguments.positive("mostAtOnce", mostAtOnce);
    Arguments.notNull("rate", rate);
  }

  /** Returns the moment, counted from now, at which an operation of this kind must have ended. */
  public Deadline deadline() {
    return Deadline.in(timeout);
  }

  /**
   * Runs an operation once it is admitted, on this thread, and returns its result. Those that wait
   * are admitted in the order of their requests. The operation counts for the rate also if it then
   * waits in vain.
   *
   * @param cairn the store; not inside of a write to it
   * @param user the user or agent for whom it runs, not blank
   * @param operation the operation; it receives the deadline, and must itself pass it on to
   *     whatever waits: nothing interrupts it
   * @throws dev.cairn.LimitExceededException if the user has begun as many as the rate allows; at
   *     once, and it says when the next is allowed
   * @throws dev.cairn.LockTimeoutException if as many run until the deadline; it names them
   */
  @SuppressWarnings("try") // the permit is only to be closed
  public <R> R run(Cairn cairn, String user, Function<? super Deadline, ? extends R> operation) {
    Arguments.notNull("cairn", cairn);
    Arguments.notBlank("user", user);
    Arguments.notNull("operation", operation);
    Deadline deadline = deadline();
    rate.ifPresent(
        each ->
            cairn
                .memory()
                .limits()
                .rate(kind + " operations of " + user, each)
                .consume(1, Deadline.in(Duration.ZERO)));
    try (Hold permit =
        cairn.memory().locks().semaphore(kind + " operations", mostAtOnce).acquire(deadline)) {
      return operation.apply(deadline);
    }
  }
}
