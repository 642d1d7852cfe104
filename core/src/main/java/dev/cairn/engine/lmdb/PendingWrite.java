package dev.cairn.engine.lmdb;

import dev.cairn.engine.Write;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A write from being queued to its end.
 *
 * <p>It waits until either the writer claims it or it is withdrawn, whichever comes first; a
 * withdrawn write is never applied.
 */
final class PendingWrite<R> {
  private static final int WAITING = 0;
  private static final int CLAIMED = 1;
  private static final int WITHDRAWN = 2;

  /** How long to wait for the garbage collector where the heap is full. */
  private static final long FULL_HEAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(PendingWrite.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final CompletableFuture<R> future = new CompletableFuture<>();
  final long queuedNanos;
  final long deadlineNanos;

  /** Whose write it is, for the messages of others that wait behind it. */
  final String thread = nameOf(Thread.currentThread());

  private final Write<R> write;
  private final @Nullable Executor callbacks;

  @SuppressWarnings("UnusedVariable") // by STATE
  private volatile int state = WAITING;

  private @Nullable R result;
  private @Nullable Throwable thrown;

  /** Whether the last run changed something. */
  private boolean changed;

  /**
   * Whether what came of it is final: what it has seen is committed, or it had an end of its own.
   */
  private boolean settled;

  private boolean completed;

  /**
   * Creates a waiting write.
   *
   * @param callbacks where the future's dependents run, or null if it has none
   */
  PendingWrite(Write<R> write, long timeoutNanos, @Nullable Executor callbacks) {
    this.write = write;
    this.queuedNanos = System.nanoTime();
    this.deadlineNanos = queuedNanos + timeoutNanos;
    this.callbacks = callbacks;
  }

  /** Virtual threads have no names. */
  private static String nameOf(Thread thread) {
    String name = thread.getName();
    return name.isEmpty() ? "#" + thread.getId() : name;
  }

  /** Takes the write out of waiting, to run it; false if it was withdrawn, or cancelled. */
  boolean claim() {
    // In this order: a future that is cancelled later finds the write begun.
    return STATE.compareAndSet(this, WAITING, CLAIMED) && !future.isDone();
  }

  /** Ends a write that still waits; false if its turn has come, or it was cancelled. */
  boolean withdraw(Throwable reason) {
    if (!STATE.compareAndSet(this, WAITING, WITHDRAWN) || future.isDone()) {
      return false;
    }
    thrown = reason;
    complete();
    return true;
  }

  /** Runs the function and keeps what came of it; nothing is told to the caller yet. */
  void run(LmdbBatch batch) {
    thrown = null;
    result = null;
    long before = batch.changes();
    try {
      result = write.run(batch);
    } catch (Throwable t) { // the caller's own failure, an Error too, is the caller's to see
      thrown = t;
    }
    changed = batch.changes() != before;
  }

  /** What the last run threw, or null. */
  @Nullable Throwable thrown() {
    return thrown;
  }

  /** Tells whether the last run changed something. */
  boolean changed() {
    return changed;
  }

  /** Makes what came of the last run final. */
  void settle() {
    settled = true;
  }

  boolean settled() {
    return settled;
  }

  /** Makes the write fail, whatever came of it, unless that is final already. */
  void fail(Throwable reason) {
    if (!settled) {
      thrown = reason;
    }
  }

  /** Tells the caller what came of it. Does nothing the second time. */
  void complete() {
    if (completed) {
      return;
    }
    completed = true;
    if (callbacks != null) {
      try {
        callbacks.execute(this::completeFuture);
        return;
      } catch (RuntimeException | Error e) {
        // Closed, or no thread to be had: what waits for the future must still hear of it.
      }
    }
    completeFuture();
  }

  boolean completed() {
    return completed;
  }

  /** A failure takes some bytes of the heap to tell, and nobody but this tells it: so it waits. */
  private void completeFuture() {
    while (true) {
      try {
        if (thrown != null) {
          future.completeExceptionally(thrown);
        } else {
          @SuppressWarnings("NullAway") // a write may return null, if that is what its caller wants
          boolean unused = future.complete(result);
        }
        return;
      } catch (OutOfMemoryError e) {
        LockSupport.parkNanos(FULL_HEAP_NANOS);
      }
    }
  }
}
