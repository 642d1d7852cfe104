package dev.cairn.internal.commit;

import dev.cairn.StoreClosedException;
import dev.cairn.internal.commit.PendingWrite.Turn;
import java.util.Iterator;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The queue of the writes that wait to be run. Any thread adds to it. The writer's thread alone
 * takes from it and puts back, and sleeps while the queue is empty.
 */
final class WriteQueue {
  private final String store;
  private final Thread taker;
  private final ConcurrentLinkedDeque<PendingWrite<?>> waiting = new ConcurrentLinkedDeque<>();
  private volatile boolean idle;

  /** The reason for closing, or null if the store was closed; written before {@link #closed}. */
  private @Nullable RuntimeException failure;

  private volatile boolean closed;

  /**
   * Creates an empty queue.
   *
   * @param store the store as messages name it
   * @param taker the writer's thread
   */
  WriteQueue(String store, Thread taker) {
    this.store = store;
    this.taker = taker;
  }

  void add(PendingWrite<?> write) {
    waiting.add(write);
    if (closed) {
      // The writer may have looked at the queue for the last time already.
      write.withdraw(closedException());
    }
    if (idle) {
      LockSupport.unpark(taker);
    }
  }

  /** Waits for a write; false when the queue is closed and empty. */
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
   * Claims the next write that was not withdrawn; null if there is none, or if the next one is to
   * run alone and is not the first of its batch.
   */
  @Nullable PendingWrite<?> take(boolean first) {
    while (true) {
      PendingWrite<?> write = waiting.peek();
      if (write == null || (write.turn() == Turn.ALONE && !first)) {
        return null;
      }
      // By itself, and not as the first one: another thread may remove it, and the next one then
      // comes first, whose turn nobody has looked at.
      boolean claimed = write.claim();
      boolean unused = waiting.remove(write);
      if (claimed) {
        return write;
      }
    }
  }

  /** Lets a claimed write wait again, before all others. */
  void putBack(PendingWrite<?> write, Turn turn) {
    write.putBack(turn);
    waiting.addFirst(write);
  }

  /** Withdraws the writes that wait now, and none that comes after one of them was told. */
  void withdrawWaiting(Throwable reason) {
    for (int count = waiting.size(); count > 0; count--) {
      PendingWrite<?> write = waiting.poll();
      if (write == null) {
        break;
      }
      write.withdraw(reason);
    }
  }

  /**
   * Withdraws the writes whose deadline is over.
   *
   * @param reason makes the exception for the caller of such a write
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

  /** Tells whether a write waits whose caller has a future for it. */
  boolean holdsFutures() {
    for (PendingWrite<?> write : waiting) {
      if (write instanceof FutureWrite && !write.cancelled()) {
        return true;
      }
    }
    return false;
  }

  /** Tells whether the writer's thread sleeps because no write waits; and none has come since. */
  boolean idle() {
    return idle && waiting.isEmpty();
  }

  /** Tells whether no write waits. */
  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Tells whether new writes are refused. */
  boolean closed() {
    return closed;
  }

  /** Lets no new write in; the writes that wait can still be taken. */
  void close() {
    closed = true;
    LockSupport.unpark(taker);
  }

  /** Lets no new write in, because the writer's thread ends; each fails with the exception. */
  void close(RuntimeException reason) {
    failure = reason;
    close();
  }

  /** Withdraws every write that waits, because the queue is closed. */
  void withdrawClosed() {
    for (PendingWrite<?> write = waiting.poll(); write != null; write = waiting.poll()) {
      write.withdraw(closedException());
    }
  }

  private RuntimeException closedException() {
    RuntimeException reason = failure;
    return reason != null
        ? reason
        : new StoreClosedException("store " + store + " was closed; the write was not applied");
  }
}
