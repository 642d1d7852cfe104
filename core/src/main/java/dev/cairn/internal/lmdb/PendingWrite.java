package dev.cairn.internal.lmdb;

import dev.cairn.internal.engine.Write;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A write from being queued to its end.
 *
 * <p>It waits until either the writer claims it or it is withdrawn, whichever comes first; a
 * withdrawn write is never applied.
 */
abstract sealed class PendingWrite<R> permits BlockingWrite, FutureWrite {
  /** How long to wait for the garbage collector where the heap is full. */
  static final long FULL_HEAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

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

  final long queuedNanos;
  final long deadlineNanos;

  /** Whose write it is, for the messages of others that wait behind it. */
  final String thread = nameOf(Thread.currentThread());

  private final Write<R> write;

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

  /** Whether it was claimed before, and could not be brought to an end. */
  private boolean waitsAgain;

  private boolean alone;

  PendingWrite(Write<R> write, long timeoutNanos) {
    this.write = write;
    this.queuedNanos = System.nanoTime();
    this.deadlineNanos = queuedNanos + timeoutNanos;
  }

  /** Virtual threads have no names. */
  private static String nameOf(Thread thread) {
    String name = thread.getName();
    return name.isEmpty() ? "#" + thread.getId() : name;
  }

  /** Takes the write out of waiting, to run it; false if it was withdrawn, or cancelled. */
  boolean claim() {
    // In this order: a future that is cancelled later finds the write begun.
    return STATE.compareAndSet(this, WAITING, CLAIMED) && !cancelled();
  }

  /** Takes the claim back; {@code alone} is to keep other writes out of its next transaction. */
  void waitAgain(boolean alone) {
    this.waitsAgain = true;
    this.alone = alone;
    this.state = WAITING; // last: from here on it may be withdrawn
  }

  boolean waitsAgain() {
    return waitsAgain;
  }

  boolean alone() {
    return alone;
  }

  /** Ends a write that still waits; false if its turn has come, or it was cancelled. */
  boolean withdraw(Throwable reason) {
    if (!STATE.compareAndSet(this, WAITING, WITHDRAWN) || cancelled()) {
      return false;
    }
    thrown = reason;
    complete(null);
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

  /** What the last run returned. */
  @SuppressWarnings("NullAway") // a write may return null, if that is what its caller wants
  final R result() {
    return result;
  }

  /** What the last run threw, or null. */
  final @Nullable Throwable thrown() {
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

  /**
   * Tells the caller what came of it. Does nothing the second time.
   *
   * @param wakeups who wakes a caller that sleeps, or null if it is to be woken at once
   */
  final void complete(@Nullable Wakeups wakeups) {
    if (!completed) {
      completed = true;
      tell(wakeups);
    }
  }

  final boolean completed() {
    return completed;
  }

  /** Tells whether the caller has lost interest, so that the write need not be run. */
  abstract boolean cancelled();

  /** Tells the caller {@link #result()}, or {@link #thrown()} if that is not null. */
  abstract void tell(@Nullable Wakeups wakeups);

  /** Wakes the caller if it sleeps until it is told; false if it is none that does. */
  abstract boolean wake();
}
