package dev.cairn.internal.commit;

import dev.cairn.internal.engine.Write;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A queued write with its state, until its caller has been told the outcome.
 *
 * <pre>
 *            claim            settle
 *  WAITING ---------> CLAIMED -------> SETTLED
 *   |   ^               |                 | tell
 *   |   +--- putBack ---+                 v
 *   +-- withdraw --> WITHDRAWN ---tell--> TOLD
 * </pre>
 *
 * <p>Any thread may withdraw; the thread that has the {@link CommitTurn} alone makes the other
 * steps. The step out of WAITING is atomic, so a write is either claimed or withdrawn, and a
 * withdrawn write is never applied. Each other state belongs to the thread that brought the write
 * there.
 */
abstract sealed class PendingWrite<R> permits BlockingWrite, FutureWrite {
  /** In the queue. */
  private static final int WAITING = 0;

  /** Taken out of the queue to be run; its outcome may still change. */
  private static final int CLAIMED = 1;

  /** Its outcome is final: it is committed, or it failed for good. */
  private static final int SETTLED = 2;

  /** Ended before it was run. */
  private static final int WITHDRAWN = 3;

  /** The caller knows the outcome, or will when it wakes up. */
  private static final int TOLD = 4;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(PendingWrite.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The claim that a write waits for. */
  enum Turn {
    /** The first one. */
    FIRST,
    /** Another one, because the last attempt was given up. */
    AGAIN,
    /** Another one, in an attempt without other writes. */
    ALONE
  }

  final long queuedNanos;
  final long deadlineNanos;

  /** The caller's thread, for the messages of others that wait for this write. */
  final String caller = nameOf(Thread.currentThread());

  private final Write<R> write;

  @SuppressWarnings("UnusedVariable") // by STATE
  private volatile int state = WAITING;

  /** Written before the write is put back, read after it is claimed. */
  private Turn turn = Turn.FIRST;

  // The outcome of the last run.
  private @Nullable R result;
  private @Nullable Throwable thrown;
  private boolean changed;

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

  /** Claims the write, to be run; false if it was withdrawn, or cancelled. */
  final boolean claim() {
    // In this order: a future that is cancelled later finds the write begun.
    return STATE.compareAndSet(this, WAITING, CLAIMED) && !cancelled();
  }

  /** Takes the claim back; the write is then to be queued again. */
  final void putBack(Turn next) {
    this.turn = next;
    this.state = WAITING; // last: from here on it may be withdrawn
  }

  final Turn turn() {
    return turn;
  }

  /** Ends a write that still waits; false if its turn has come, or it was cancelled. */
  final boolean withdraw(Throwable reason) {
    if (!STATE.compareAndSet(this, WAITING, WITHDRAWN) || cancelled()) {
      return false;
    }
    thrown = reason;
    tell(null);
    return true;
  }

  /**
   * Runs the function and keeps its outcome. An exception or {@link Error} of the function concerns
   * its caller alone.
   */
  final void run(Attempt attempt) {
    thrown = null;
    result = null;
    long before = attempt.changes();
    try {
      result = write.run(attempt);
    } catch (Throwable t) {
      thrown = t;
    }
    changed = attempt.changes() != before;
  }

  /** Returns the result of the last run. */
  @SuppressWarnings("NullAway") // a write may return null, if that is what its caller wants
  final R result() {
    return result;
  }

  /** Returns the exception or error of the last run, or null. */
  final @Nullable Throwable thrown() {
    return thrown;
  }

  /** Tells whether the last run changed something. */
  final boolean changed() {
    return changed;
  }

  /** Makes the outcome of the last run final. */
  final void settle() {
    if (state == CLAIMED) {
      STATE.setRelease(this, SETTLED); // no other thread looks at it, as long as the writer's lives
    }
  }

  /** Makes the write fail, unless its outcome is final already. */
  final void fail(Throwable reason) {
    if (state == CLAIMED) {
      thrown = reason;
      state = SETTLED;
    }
  }

  final boolean settled() {
    return state == SETTLED;
  }

  final boolean told() {
    return state == TOLD;
  }

  /**
   * Ends a write that was claimed when an error ended all turns, and tells its caller.
   *
   * @param reason the outcome, unless the write has one that is final
   */
  final void abandon(Throwable reason) {
    fail(reason);
    boolean unused = withdraw(reason); // if the thread ended while it put the write back
    if (settled()) {
      tell(null);
    }
    unused = wake(); // if the thread ended after it told, and before it woke
  }

  /**
   * Tells the caller the outcome.
   *
   * @param wakeups the wake-ups that wake a caller that sleeps, or null to wake it at once
   */
  abstract void tell(@Nullable Wakeups wakeups);

  /** Notes that the caller is told. */
  final void markTold() {
    state = TOLD;
  }

  /** Tells whether the caller has lost interest, so that the write need not be run. */
  abstract boolean cancelled();

  /** Wakes the caller if it sleeps until it is told; false if there is no such caller. */
  abstract boolean wake();
}
