package dev.cairn.internal.commit;

import dev.cairn.internal.engine.Write;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A write whose caller sleeps until the write has ended. */
final class BlockingWrite<R> extends PendingWrite<R> implements ForkJoinPool.ManagedBlocker {
  private static final long FULL_HEAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Thread sleeper = Thread.currentThread();
  private boolean interrupted;

  /** Wakes this caller together with others, or null; written before the caller is told. */
  private @Nullable Wakeups wakeups;

  /** Creates a waiting write of the calling thread. */
  BlockingWrite(Write<R> write, long timeoutNanos) {
    super(write, timeoutNanos);
  }

  /**
   * Waits for the end; an interrupt does not end the wait, and stays pending.
   *
   * @return the result of the function
   * @throws RuntimeException the exception of the function, or the cause for which it was not run
   *     or not committed
   */
  R await() {
    try {
      ForkJoinPool.managedBlock(this); // a pool may need another thread meanwhile
    } catch (InterruptedException | RuntimeException | Error e) {
      // The pool found no other thread. The write goes on, and its end must be told.
      while (!isReleasable() && !block()) {
        // not yet
      }
    }
    if (interrupted) {
      sleeper.interrupt();
    }
    if (wakeups != null) {
      wakeups.next();
    }
    Throwable failure = thrown();
    if (failure != null) {
      throw rethrow(failure);
    }
    return result();
  }

  private static RuntimeException rethrow(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      return exception;
    }
    return new CompletionException(thrown); // thrown by stealth: no function can declare it
  }

  @Override
  public boolean isReleasable() {
    return told();
  }

  @Override
  public boolean block() {
    LockSupport.park(this);
    interrupted |= Thread.interrupted(); // a pending one would let no thread park
    return told();
  }

  @Override
  boolean cancelled() {
    return false;
  }

  @Override
  void tell(@Nullable Wakeups together) {
    wakeups = together;
    markTold();
    if (together == null) {
      wake();
    }
  }

  /** Waits for memory: to wake a virtual thread takes some, and no other call would wake it. */
  @Override
  boolean wake() {
    if (sleeper == Thread.currentThread()) {
      return true; // it has committed by itself
    }
    while (true) {
      try {
        LockSupport.unpark(sleeper);
        return true;
      } catch (RuntimeException | Error e) {
        LockSupport.parkNanos(FULL_HEAP_NANOS);
      }
    }
  }
}
