package dev.cairn.locks;

import dev.cairn.internal.checks.Arguments;
import java.time.Duration;

/**
 * Runs functions while a named lock is held.
 *
 * <p>Made by {@link Locks#guarding}. Immutable and thread-safe.
 */
@SuppressWarnings("try") // a hold is only to be closed, whose failure hides none of the work's
public final class Guard {
  private final NamedLock lock;

  Guard(NamedLock lock) {
    this.lock = lock;
  }

  /**
   * A function that is run under a lock, and its result.
   *
   * @param <R> the type of its result
   * @param <E> the exception that it may throw
   */
  @FunctionalInterface
  public interface Work<R, E extends Exception> {
    /** Does the work. */
    R run() throws E;
  }

  /**
   * A function without a result that is run under a lock.
   *
   * @param <E> the exception that it may throw
   */
  @FunctionalInterface
  public interface Action<E extends Exception> {
    /** Does the work. */
    void run() throws E;
  }

  /**
   * Returns the same guard with another limit on how long it waits for the lock.
   *
   * @param timeout the time, positive; 10 s for reading and 30 s for writing otherwise
   */
  public Guard withTimeout(Duration timeout) {
    return new Guard(lock.withTimeout(timeout));
  }

  /**
   * Runs work while the lock is held for reading.
   *
   * @return its result
   * @throws dev.cairn.LockTimeoutException if the lock was not granted in time; nothing was run
   * @throws dev.cairn.DeadlockException if the wait would never have ended; nothing was run
   * @throws E what the work throws
   */
  public <R, E extends Exception> R read(Work<R, E> work) throws E {
    Arguments.notNull("work", work);
    try (Hold hold = lock.read()) {
      return work.run();
    }
  }

  /** Runs an action while the lock is held for reading, as {@link #read(Work)} does. */
  public <E extends Exception> void read(Action<E> action) throws E {
    Arguments.notNull("action", action);
    try (Hold hold = lock.read()) {
      action.run();
    }
  }

  /**
   * Runs work while the lock is held for writing, as {@link #read(Work)} does for reading.
   *
   * @return its result
   * @throws dev.cairn.LockUpgradeException if this thread holds the lock for reading; nothing was
   *     run
   * @throws E what the work throws
   */
  public <R, E extends Exception> R write(Work<R, E> work) throws E {
    Arguments.notNull("work", work);
    try (Hold hold = lock.write()) {
      return work.run();
    }
  }

  /** Runs an action while the lock is held for writing, as {@link #write(Work)} does. */
  public <E extends Exception> void write(Action<E> action) throws E {
    Arguments.notNull("action", action);
    try (Hold hold = lock.write()) {
      action.run();
    }
  }
}
