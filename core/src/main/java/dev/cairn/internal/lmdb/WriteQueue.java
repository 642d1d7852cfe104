package dev.cairn.internal.lmdb;

import dev.cairn.CairnException;
import dev.cairn.StorageException;
import dev.cairn.StoreClosedException;
import java.util.Iterator;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The writes that wait for their turn. Any thread adds to it, one takes from it, and puts back what
 * it could not bring to an end: the writer, which sleeps while there is nothing to take.
 */
final class WriteQueue {
  private final String store;
  private final WriterThread taker;
  private final ConcurrentLinkedDeque<PendingWrite<?>> waiting = new ConcurrentLinkedDeque<>();
  private volatile boolean idle;
  private volatile boolean closed;

  /** Made now: whoever waits for a writer that has died must hear of it with a full heap too. */
  private final StorageException died;

  private volatile boolean dead;

  WriteQueue(String store, WriterThread taker) {
    this.store = store;
    this.taker = taker;
    this.died =
        new StorageException(
            "the writer of store %s has ended unexpectedly, and the write was not applied; close and open it again"
                .formatted(store));
  }

  void add(PendingWrite<?> write) {
    if (dead) {
      throw died; // nobody would even take it out again
    }
    waiting.add(write);
    if (closed) {
      // The writer may have looked at the queue for the last time already.
      write.withdraw(closedException());
    }
    if (idle) {
      taker.wake();
    }
  }

  /** Waits for a write; false when closed and nothing waits. */
  boolean await() {
    while (waiting.isEmpty()) {
      if (closed) {
        return false;
      }
      idle = true;
      if (waiting.isEmpty() && !closed) {
        LockSupport.park(this);
        boolean unused = Thread.interrupted(); // a pending interrupt would let it never park again
      }
      idle = false;
    }
    return true;
  }

  /**
   * Claims the next write that was not withdrawn; null if there is none, or if that is to run alone
   * and is not the first one.
   */
  @Nullable PendingWrite<?> take(boolean first) {
    while (true) {
      PendingWrite<?> write = waiting.peek();
      if (write != null && write.alone() && !first) {
        return null;
      }
      write = waiting.poll();
      if (write == null || write.claim()) {
        return write;
      }
    }
  }

  /** Lets a write that was claimed wait again, before all others. */
  void putBack(PendingWrite<?> write, boolean alone) {
    write.waitAgain(alone);
    boolean waits = false;
    try {
      waiting.addFirst(write);
      waits = true;
    } finally {
      if (!waits) {
        write.claim(); // no memory; nobody has seen it wait
      }
    }
  }

  /** Withdraws everything that waits. */
  void fail(Throwable reason) {
    while (true) {
      PendingWrite<?> write = waiting.poll();
      if (write == null) {
        return;
      }
      write.withdraw(reason);
    }
  }

  /**
   * Withdraws the writes whose turn did not come in time.
   *
   * @param reason what to tell the caller of such a write; must not throw
   * @param expired called for each of them
   * @return the earliest deadline of the others, or {@code latest} if that is earlier
   */
  long expire(
      long now, long latest, Function<PendingWrite<?>, Throwable> reason, Runnable expired) {
    long earliest = latest;
    for (Iterator<PendingWrite<?>> all = waiting.iterator(); all.hasNext(); ) {
      PendingWrite<?> write = all.next();
      if (write.deadlineNanos - now > 0) {
        if (write.deadlineNanos - earliest < 0) {
          earliest = write.deadlineNanos;
        }
      } else if (write.withdraw(reason.apply(write))) {
        all.remove();
        expired.run();
      }
    }
    return earliest;
  }

  /** Lets no new write in; those that wait can still be taken. */
  void close() {
    closed = true;
    taker.wake();
  }

  /** Withdraws everything that waits, because the store is closed. */
  void failClosed() {
    fail(closedException());
  }

  /** Lets no new write in, and withdraws what waits, because nobody will ever take it. */
  void die() {
    dead = true;
    close();
    failClosed();
  }

  private CairnException closedException() {
    return dead
        ? died
        : new StoreClosedException("store " + store + " was closed; the write was not applied");
  }
}
