package dev.cairn.internal.lmdb;

import dev.cairn.CairnException;
import dev.cairn.StorageException;
import dev.cairn.WriteTimeoutException;
import dev.cairn.internal.engine.CommitListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of a process: takes every write that waits, runs them in one LMDB transaction,
 * commits once, and only then completes them.
 *
 * <p>A write that throws before it has changed anything leaves no trace by itself. One that throws
 * later takes the whole attempt with it: the attempt is aborted, and the others wait again. A batch
 * that changed nothing is not committed at all.
 *
 * <p>No write is claimed while a transaction is begun, because that is where another process's
 * writer is waited for: meanwhile the writes can still time out.
 */
final class GroupCommit implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  /** A batch ends at so many writes, or after so long, to keep the wait of the first ones short. */
  private static final int MOST_WRITES = 8192;

  private static final int FIRST_WRITES = 16;

  private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Supplier<LmdbBatch> transactions;
  private final WriterMark mark;
  private final WriteMetrics metrics;
  private final String store;
  private final LongConsumer expect;
  private final WriteQueue queue;
  private final CopyOnWriteArrayList<CommitListener> listeners = new CopyOnWriteArrayList<>();
  private final WriterThread thread;

  /** The attempt under way, or null; the writer's thread's own. */
  private @Nullable LmdbBatch attempt;

  /**
   * Whether something came between LMDB and what is known of it here, a full heap perhaps: this
   * thread may have a transaction that nobody can end. The writer's thread's own.
   */
  private boolean lost;

  /**
   * Why the last commit failed, or null if it did not. It may be what keeps LMDB from beginning
   * another transaction, which is then all that LMDB says. The writer's thread's own.
   */
  private @Nullable RuntimeException failedCommit;

  /**
   * Makes the writer of a store.
   *
   * @param expect takes note of the deadline of a write that waits again; called afterwards
   */
  GroupCommit(
      String store,
      Supplier<LmdbBatch> transactions,
      WriterMark mark,
      WriteMetrics metrics,
      LongConsumer expect) {
    this.store = store;
    this.transactions = transactions;
    this.mark = mark;
    this.metrics = metrics;
    this.expect = expect;
    this.thread = new WriterThread("cairn-writer " + store, this);
    this.queue = new WriteQueue(store, thread);
  }

  void start() {
    thread.start();
  }

  void addListener(CommitListener listener) {
    listeners.add(listener);
  }

  void removeListener(CommitListener listener) {
    listeners.remove(listener);
  }

  /** Queues a write. */
  void submit(PendingWrite<?> write) {
    queue.add(write);
  }

  /** Tells whether the calling thread runs the writes. */
  boolean inWrite() {
    return thread.isCurrent();
  }

  @Override
  public void run() {
    boolean ended = false;
    try {
      while (!ended && queue.await()) {
        try {
          runBatch();
        } catch (RuntimeException | Error e) {
          failWaiting(e);
        }
        if (lost) {
          lost = false;
          thread.replace(); // for another transaction, this one would wait for itself
          ended = true;
        }
      }
      ended = true;
    } finally {
      if (!ended) {
        queue.die(); // whatever it was: nobody must wait for this thread
      }
    }
  }

  /** Where the transaction did not begin, or did not end, everyone who waits must hear of it. */
  private void failWaiting(Throwable reason) {
    try {
      endAttempt();
      if (failedCommit != null && reason != failedCommit) {
        reason.addSuppressed(failedCommit);
      }
    } catch (RuntimeException | Error e) {
      report("giving up a batch failed", e); // this thread must not die of it
    }
    queue.fail(reason);
  }

  private void runBatch() {
    // With a capacity: without one, ensureCapacity does nothing until ten are there.
    ArrayList<PendingWrite<?>> claimed = new ArrayList<>(FIRST_WRITES);
    Wakeups wakeups = new Wakeups(claimed); // now: later there may be no memory for it
    LmdbBatch batch = begin();
    long begun = System.nanoTime();
    long now = begun;
    try {
      while (claimed.size() < MOST_WRITES) {
        claimed.ensureCapacity(claimed.size() + 1); // first: what is claimed must not be lost
        PendingWrite<?> write = queue.take(claimed.isEmpty());
        if (write == null) {
          break;
        }
        claimed.add(write);
        if (!write.waitsAgain()) {
          metrics.waited(now - write.queuedNanos);
        }
        if (!run(write, batch)) {
          putBack(claimed, false);
          return;
        }
        now = System.nanoTime();
        if (write.alone() || now - begun > LONGEST_NANOS) {
          break;
        }
      }
      commit(batch, claimed, begun);
    } catch (RuntimeException | Error e) {
      for (int i = 0; i < claimed.size(); i++) { // by index: an iterator takes memory
        claimed.get(i).fail(e);
      }
    } finally {
      end(claimed, wakeups);
    }
  }

  /**
   * Ends the attempt and completes the writes, whatever is thrown, and even if the heap is full.
   */
  private void end(List<PendingWrite<?>> claimed, Wakeups wakeups) {
    try {
      endAttempt();
    } finally {
      for (int i = 0; i < claimed.size(); i++) {
        complete(claimed.get(i), wakeups);
      }
      wakeups.all();
    }
  }

  private void complete(PendingWrite<?> write, @Nullable Wakeups wakeups) {
    if (!write.completed()) {
      if (write.thrown() != null) {
        metrics.writeFailed();
      }
      try {
        write.complete(wakeups);
      } catch (RuntimeException | Error e) {
        report("completing a write failed", e); // the others must still hear of theirs
      }
    }
  }

  private void report(String what, Throwable e) {
    try {
      LOG.error("store {}: {}", store, what, e);
    } catch (RuntimeException | Error silent) {
      // Not even that can be said, for want of memory perhaps; the work must go on.
    }
  }

  /** Begins an attempt, waiting for the writer of another process if need be. */
  private LmdbBatch begin() {
    if (lost) {
      throw new StorageException(
          "store %s could not end a transaction; the write was not applied. Try again"
              .formatted(store));
    }
    LmdbBatch batch;
    try {
      batch = transactions.get();
    } catch (CairnException e) {
      throw e; // LMDB itself has said no
    } catch (RuntimeException | Error e) {
      lost = true;
      throw e;
    }
    attempt = batch;
    mark.hold();
    return batch;
  }

  /** Gives up the attempt under way, unless it is over, and with it the writer. */
  private void endAttempt() {
    LmdbBatch batch = attempt;
    if (batch != null) {
      attempt = null;
      try {
        batch.abort();
      } catch (RuntimeException | Error e) {
        lost = true;
        throw e;
      } finally {
        mark.release();
      }
    }
  }

  /** Runs one write; false if it spoiled the attempt. */
  private boolean run(PendingWrite<?> write, LmdbBatch batch) {
    mark.runs(write.thread);
    write.run(batch);
    boolean unused = Thread.interrupted(); // what one function left must not reach the next one
    RuntimeException failure = batch.failure();
    if (failure != null) {
      write.fail(failure); // also where the function caught it and went on
    }
    if (failure != null || (write.thrown() != null && write.changed())) {
      write.settle();
      return false;
    }
    return true;
  }

  /**
   * Gives the attempt up, and has all writes but those that have spoiled one wait for the next, in
   * their order. Failures run again too: what they have seen may never come to be. Each attempt
   * finds one more write that spoils it, or runs one alone, so it ends.
   */
  private void putBack(List<PendingWrite<?>> claimed, boolean alone) {
    endAttempt();
    for (int i = claimed.size() - 1; i >= 0; i--) {
      PendingWrite<?> write = claimed.get(i);
      if (!write.settled()) {
        queue.putBack(write, alone);
        claimed.remove(i); // no sooner: where there was no memory to put it back, it must fail
        expect.accept(write.deadlineNanos);
      }
    }
  }

  private void commit(LmdbBatch batch, List<PendingWrite<?>> claimed, long begun) {
    if (batch.changes() == 0) {
      for (int i = 0; i < claimed.size(); i++) {
        claimed.get(i).settle(); // all that it has seen was committed before
      }
      return;
    }
    long version;
    try {
      version = batch.commit();
    } catch (Error e) {
      lost = true;
      throw e;
    } catch (RuntimeException e) {
      failedCommit = e;
      if (claimed.size() == 1) {
        claimed.get(0).fail(e);
      } else {
        putBack(claimed, true); // perhaps one is too large, and its neighbours are not
      }
      return;
    }
    failedCommit = null;
    int writes = 0;
    for (int i = 0; i < claimed.size(); i++) {
      PendingWrite<?> write = claimed.get(i);
      write.settle(); // whatever happens below, it has not failed
      if (write.thrown() == null && write.changed()) {
        writes++;
      }
    }
    tell(batch, version);
    metrics.committed(writes, begun);
  }

  private void tell(LmdbBatch batch, long version) {
    for (CommitListener listener : listeners) {
      try {
        listener.committed(batch, version);
      } catch (RuntimeException | Error e) {
        // The commit is durable: its writes must not be reported as failed.
        report("a commit listener threw", e);
      }
    }
  }

  /**
   * Ends the writes whose turn did not come in time.
   *
   * @return the earliest deadline of the others, or {@code latest} if that is earlier
   */
  long expire(long now, long latest) {
    return queue.expire(now, latest, write -> timeout(write, now), metrics::timedOut);
  }

  private Throwable timeout(PendingWrite<?> write, long now) {
    try {
      return new WriteTimeoutException(
          "the write waited %d ms for its turn and was not applied; %s. Try again, or allow it more time"
              .formatted(TimeUnit.NANOSECONDS.toMillis(now - write.queuedNanos), mark.describe()));
    } catch (Error e) {
      return e; // no memory to say more
    }
  }

  /** Fails the writes that wait, where {@link #join} was in vain. */
  void giveUp() {
    queue.failClosed();
  }

  /** Lets no new write in, and runs those that wait. */
  void close() {
    queue.close();
  }

  /**
   * Waits for the writer to end.
   *
   * @return false if it has not: another process holds the writer, or a function does not return
   */
  boolean join(long timeoutMillis) {
    return thread.join(timeoutMillis);
  }

  /** Returns the exception for a write from inside a write. */
  static RuntimeException nested() {
    return new IllegalStateException(
        "a write cannot begin inside another one: use the transaction, or the memory, that the"
            + " function was given");
  }

  /** Returns the exception for a write to a store that is open for reading only. */
  static StorageException readOnly(String store) {
    return new StorageException(
        "store %s is open for reading only; open it without CairnOptions.readOnly() to write"
            .formatted(store));
  }
}
