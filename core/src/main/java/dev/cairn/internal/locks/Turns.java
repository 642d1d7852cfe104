package dev.cairn.internal.locks;

import dev.cairn.WriteTimeoutException;
import dev.cairn.values.Deadline;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** Waits, until a deadline or an interrupt, for the turns of steps. */
final class Turns {
  /**
   * A step costs microseconds; a caller with less time than this waits for its turn all the same.
   */
  static final Duration SHORTEST = Duration.ofMillis(100);

  private Turns() {}

  /** A call that an interrupt may end. */
  interface Interruptible<R> {
    R call() throws InterruptedException;
  }

  /** Makes a call that does not look for interrupts. */
  static <R> R withoutInterrupts(Interruptible<R> call) {
    try {
      return call.call();
    } catch (InterruptedException e) {
      throw new IllegalStateException("a wait without interrupts was interrupted", e);
    }
  }

  /** Returns how long a step may wait for its turn before it is tried again or given up. */
  static Duration turn(Deadline deadline) {
    Duration left = deadline.left();
    if (left.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return left.compareTo(LockBook.TURN) < 0 ? left : LockBook.TURN;
  }

  /**
   * Takes a step whose turn may be late. It is tried again and again until the deadline; an
   * interrupt ends that between two tries.
   */
  static <R> R inTime(Function<Duration, R> step, Deadline deadline, boolean interruptible)
      throws InterruptedException {
    while (true) {
      try {
        return step.apply(turn(deadline));
      } catch (WriteTimeoutException e) {
        if (deadline.hasPassed()) {
          throw e;
        }
        if (interruptible && Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    }
  }

  /** Lets a time pass as a whole; an interrupt stays pending, unless it may end the wait. */
  static void pause(long nanos, boolean interruptible) throws InterruptedException {
    long begun = System.nanoTime();
    long left = nanos;
    boolean interrupted = false;
    while (left > 0) {
      LockSupport.parkNanos(left); // which may return at once
      if (Thread.interrupted()) {
        if (interruptible) {
          throw new InterruptedException();
        }
        interrupted = true;
      }
      left = nanos - (System.nanoTime() - begun);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
