package dev.cairn.internal.commit;

import dev.cairn.CairnException;
import dev.cairn.internal.commit.PendingWrite.Turn;
import dev.cairn.internal.engine.CommitListener;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs all waiting writes in one transaction, commits it, and tells each caller the outcome. Used
 * in the {@link CommitTurn}, until an error ends all turns.
 *
 * <p>A write that throws before it has changed anything leaves no trace by itself. One that throws
 * later spoils its attempt: the attempt is aborted, and the other writes wait again. A batch that
 * changed nothing is not committed at all. No write is claimed while an attempt is begun, because
 * there the writer of another process is waited for: meanwhile the writes can still time out.
 */
final class BatchRunner {

  /** A batch ends at so many writes, or after so long, to keep the wait of the first ones short. */
  private static final int MOST_WRITES = 8192;

  private static final int FIRST_WRITES = 16;

  private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private static final ArrayList<PendingWrite<?>> NONE = new ArrayList<>(0);

  private final String store;
  private final Storage storage;
  private final WriteQueue queue;
  private final LongConsumer expect;
  private final WriteMetrics metrics;
  private final Iterable<CommitListener> listeners;

  /** The attempt under way, or null. */
  private @Nullable Attempt attempt;

  /** The writes of that attempt. */
  private ArrayList<PendingWrite<?>> claimed = NONE;

  /**
   * The failure of the last commit, or null. If the storage then refuses to begin an attempt, this
   * may be the cause, and is added to the refusal.
   */
  private @Nullable RuntimeException failedCommit;

  /**
   * Creates a runner.
   *
   * @param expect takes note of the deadline of a write that waits again
   */
  BatchRunner(
      String store,
      Storage storage,
      WriteQueue queue,
      LongConsumer expect,
      WriteMetrics metrics,
      Iterable<CommitListener> listeners) {
    this.store = store;
    this.storage = storage;
    this.queue = queue;
    this.expect = expect;
    this.metrics = metrics;
    this.listeners = listeners;
  }

  /**
   * Brings one batch to its end. After any exception or error, only the methods below may follow.
   */
  void runBatch() {
    // With a capacity: without one, ensureCapacity does nothing until ten are there.
    claimed = new ArrayList<>(FIRST_WRITES);
    Wakeups wakeups = new Wakeups(claimed);
    Attempt begun = begin();
    if (begun != null) {
      attempt = begun;
      long since = System.nanoTime();
      if (!runWaiting(begun, since)) {
        begun.abort();
        putBack(Turn.AGAIN);
      } else if (begun.changes() == 0) {
        begun.abort();
        settle(); // all that they have seen was committed before
      } else {
        commit(begun, since);
      }
      attempt = null;
      tell(wakeups);
      wakeups.all();
      claimed = NONE;
    }
  }

  /**
   * Brings a batch to its end that has one write, which is not in the queue. After any exception or
   * error, only the methods below may follow.
   *
   * @return false if the storage is not free now, and nothing was done
   */
  boolean runAlone(PendingWrite<?> write) {
    ArrayList<PendingWrite<?>> one = new ArrayList<>(1);
    one.add(write);
    Attempt begun;
    try {
      begun = storage.tryBegin();
      if (begun == null) {
        return false;
      }
    } catch (CairnException e) {
      return write.withdraw(explained(e)); // as it is for all that wait
    }
    attempt = begun;
    boolean unused = write.claim(); // no other thread knows it
    claimed = one;
    long since = System.nanoTime();
    metrics.waited(since - write.queuedNanos);
    boolean sound = runIn(begun, write);
    if (!sound || begun.changes() == 0) {
      begun.abort();
      settle();
    } else {
      commit(begun, since);
    }
    attempt = null;
    tell(null);
    claimed = NONE;
    return true;
  }

  /** Begins an attempt; null if the storage refused, with which every write that waits fails. */
  private @Nullable Attempt begin() {
    try {
      return storage.begin();
    } catch (CairnException e) {
      queue.withdrawWaiting(explained(e));
      return null;
    }
  }

  private CairnException explained(CairnException refusal) {
    if (failedCommit != null) {
      refusal.addSuppressed(failedCommit);
    }
    return refusal;
  }

  /** Runs the writes that wait, as many as a batch holds; false if one spoiled the attempt. */
  private boolean runWaiting(Attempt attempt, long begun) {
    long now = begun;
    while (claimed.size() < MOST_WRITES && now - begun <= LONGEST_NANOS) {
      claimed.ensureCapacity(claimed.size() + 1); // first: a claimed write must not be lost
      PendingWrite<?> write = queue.take(claimed.isEmpty());
      if (write == null) {
        break;
      }
      claimed.add(write);
      if (write.turn() == Turn.FIRST) {
        metrics.waited(now - write.queuedNanos);
      }
      boolean sound = runIn(attempt, write);
      boolean unused = Thread.interrupted(); // one function's interrupt must not reach the next one
      if (!sound) {
        return false;
      }
      if (write.turn() == Turn.ALONE) {
        break;
      }
      now = System.nanoTime();
    }
    return true;
  }

  /** Runs one write; false if it spoiled the attempt. */
  private static boolean runIn(Attempt attempt, PendingWrite<?> write) {
    attempt.runs(write.caller);
    write.run(attempt);
    RuntimeException failure = attempt.failure();
    if (failure != null) {
      write.fail(failure); // also where the function caught it and went on
      return false;
    }
    if (write.thrown() != null && write.changed()) {
      write.settle();
      return false;
    }
    return true;
  }

  /**
   * Has all writes but those that have spoiled an attempt wait for the next one, in their order.
   * Failed writes run again too: the changes that they saw may never be committed. Each attempt
   * finds one more write that spoils it, or runs one alone, so it ends.
   */
  private void putBack(Turn turn) {
    for (int i = claimed.size() - 1; i >= 0; i--) {
      PendingWrite<?> write = claimed.get(i);
      if (!write.settled()) {
        queue.putBack(write, turn);
        claimed.remove(i);
        expect.accept(write.deadlineNanos);
      }
    }
  }

  private void commit(Attempt attempt, long begun) {
    long version;
    try {
      version = attempt.commit();
    } catch (RuntimeException e) {
      this.attempt = null; // it has ended
      failedCommit = e;
      if (claimed.size() == 1) {
        claimed.get(0).fail(e);
      } else {
        putBack(Turn.ALONE); // perhaps one is too large, and its neighbours are not
      }
      return;
    }
    failedCommit = null;
    int changed = settle(); // even if a step below fails, they have not
    for (CommitListener listener : listeners) {
      try {
        listener.committed(attempt, version);
      } catch (RuntimeException e) {
        log().error("store {}: a commit listener threw", store, e); // and the commit is durable
      }
    }
    metrics.committed(changed, begun);
  }

  /** Makes the outcome of writes final; returns how many of them changed something. */
  private int settle() {
    int changed = 0;
    for (int i = 0; i < claimed.size(); i++) {
      PendingWrite<?> write = claimed.get(i);
      write.settle();
      if (write.thrown() == null && write.changed()) {
        changed++;
      }
    }
    return changed;
  }

  private void tell(@Nullable Wakeups wakeups) {
    for (int i = 0; i < claimed.size(); i++) {
      PendingWrite<?> write = claimed.get(i);
      if (write.thrown() != null) {
        metrics.writeFailed();
      }
      write.tell(wakeups);
    }
  }

  /** Tells whether a write was claimed when the error came. */
  boolean has(PendingWrite<?> write) {
    return claimed.contains(write);
  }

  /** Tells whether the attempt under way may have been committed, after an error. */
  boolean mayBeCommitted() {
    return attempt != null && attempt.mayBeCommitted();
  }

  /** Aborts the attempt under way, after an error. */
  void abort() {
    if (attempt != null) {
      attempt.abort();
    }
  }

  /** Ends the writes that were claimed when the error came, and tells their callers. */
  void abandon(Throwable reason) {
    for (PendingWrite<?> write : claimed) {
      write.abandon(reason);
    }
    claimed = NONE;
  }

  private static Logger log() {
    return LoggerFactory.getLogger(BatchRunner.class);
  }
}
