package dev.cairn.locks;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.internal.locks.Held;
import dev.cairn.internal.locks.LockDesk;
import dev.cairn.internal.locks.rules.LockKey;
import dev.cairn.internal.locks.rules.Terms;
import dev.cairn.values.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A number of permits on a name, which limits how many do something at once, in all processes
 * together.
 *
 * <p>Requests are served in the order in which they came. A permit belongs to no thread: any thread
 * of the process may give it back, and one that asks twice has two. A process that ends gives up
 * its permits, as it does its locks. Deadlocks that lead through permits end by their timeouts.
 * Thread-safe.
 */
public final class NamedSemaphore {
  private final LockDesk desk;
  private final LockKey key;
  private final String resource;
  private final Terms terms;
  private final Duration timeout;

  NamedSemaphore(LockDesk desk, LockKey key, String resource, int permits, Duration timeout) {
    this.desk = desk;
    this.key = key;
    this.resource = resource;
    this.timeout = timeout;
    this.terms = new Terms(permits, 0, 0, 0);
  }

  /**
   * Takes a permit, waiting up to 30 s, or the timeout of locks for writing that was set in {@link
   * dev.cairn.CairnOptions}. An interrupt does not end the wait, and stays pending.
   *
   * @return the permit, which the caller closes
   * @throws dev.cairn.LockTimeoutException if there was none in time
   */
  public Hold acquire() {
    return acquire(Deadline.in(timeout));
  }

  /** Takes a permit as {@link #acquire()} does, waiting until a deadline. */
  public Hold acquire(Deadline deadline) {
    return hold(desk.takePermit(key, terms, Arguments.notNull("deadline", deadline)));
  }

  /**
   * Takes a permit if there is one, without overtaking those who wait.
   *
   * @return the permit; empty if there is none, and also if the state of the semaphore cannot be
   *     changed within a second
   */
  public Optional<Hold> tryAcquire() {
    return Optional.ofNullable(desk.tryTakePermit(key, terms)).map(this::hold);
  }

  /**
   * Takes a permit without a thread that waits.
   *
   * @return completes with the permit, or with what {@link #acquire()} throws; cancelling it
   *     withdraws the request
   */
  public CompletableFuture<Hold> acquireAsync() {
    return LaterHold.of(
        desk.takeLater(key, terms, Deadline.in(timeout)), this::hold, desk::retract);
  }

  /** Returns those who have permits and those who wait for one now. */
  public LockStatus status() {
    return LockStatus.of(resource, key, desk.row(key));
  }

  private Hold hold(Held held) {
    Token token = new Token(resource, Scope.MACHINE, held.token());
    return new Hold(desk, held, token, terms.exclusive());
  }
}
