package dev.cairn.internal.lmdb;

import dev.cairn.internal.engine.Write;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A write whose caller sleeps until it has come to its end. */
final class BlockingWrite<R> extends PendingWrite<R> implements ForkJoinPool.ManagedBlocker {
  private final Thread caller = Thread.currentThread();
  private boolean interrupted;

  /** With whom the caller is woken, or null; written before {@link #told}. */
  private @Nullable Wakeups wakeups;

  private volatile boolean told;

  /** Creates a waiting write of the calling thread. */
  BlockingWrite(Write<R> write, long timeoutNanos) {
    super(write, timeoutNanos);
  }

  /**
   * Waits for the end; interrupts wait as well.
   *
   * @return what the function returned
   * @throws RuntimeException what the function threw, or why it was not run or not committed
   */
  R await() {
    try {
      ForkJoinPool.managedBlock(this); // a pool's thread may be missed there
    } catch (InterruptedException | RuntimeException | Error e) {
      // No thread in its place was to be had. The write goes on, and its end must be told.
      while (!isReleasable() && !block()) {
        // not yet
      }
    }
    if (interrupted) {
      caller.interrupt();
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
    return told;
  }

  @Override
  public boolean block() {
    LockSupport.park(this);
    interrupted |= Thread.interrupted(); // a pending one would let no thread park
    return told;
  }

  @Override
  boolean cancelled() {
    return false;
  }

  @Override
  void tell(@Nullable Wakeups together) {
    wakeups = together;
    told = true;
    if (together == null) {
      wake();
    }
  }

  /** To wake a virtual thread takes some bytes of the heap; its caller must hear of the end. */
  @Override
  boolean wake() {
    while (true) {
      try {
        LockSupport.unpark(caller);
        return true;
      } catch (RuntimeException | Error e) {
        LockSupport.parkNanos(FULL_HEAP_NANOS);
      }
    }
  }
}
