package dev.cairn.engine.lmdb;

import dev.cairn.engine.Write;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
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

  /** Whether the write is durable: it can then fail no longer. */
  private boolean committed;

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
    try {
      result = write.run(batch);
    } catch (Throwable t) { // the caller's own failure, an Error too, is the caller's to see
      thrown = t;
    }
  }

  /** What the last run threw, or null. */
  @Nullable Throwable thrown() {
    return thrown;
  }

  /** Notes that the write is durable, unless it has failed. */
  void commit() {
    committed = thrown == null;
  }

  /** Makes the write fail, whatever its function returned, unless it is durable already. */
  void fail(Throwable reason) {
    if (!committed) {
      thrown = reason;
    }
  }

  /** Tells the caller what came of it. */
  void complete() {
    if (callbacks != null) {
      try {
        callbacks.execute(this::completeFuture);
        return;
      } catch (RejectedExecutionException | OutOfMemoryError e) {
        // Closed, or no thread to be had: what waits for the future must still hear of it.
      }
    }
    completeFuture();
  }

  private void completeFuture() {
    if (thrown != null) {
      future.completeExceptionally(thrown);
    } else {
      @SuppressWarnings("NullAway") // a write may return null, if that is what its caller wants
      boolean unused = future.complete(result);
    }
  }
}
