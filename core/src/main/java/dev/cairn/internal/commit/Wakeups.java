package dev.cairn.internal.commit;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Wakes the threads that sleep until their writes are committed, all those of one commit. To wake
 * one takes the system longer than to run its write, so each caller that wakes up wakes one more,
 * while the writer wakes one after the other.
 *
 * <p>No caller depends on the help of another: the writer wakes each caller that no other thread
 * has begun to wake.
 */
final class Wakeups {
  /** Beyond any batch: until all callers are told, there is none to wake. */
  private static final int CLOSED = Integer.MAX_VALUE / 2;

  private final List<PendingWrite<?>> writes;
  private final AtomicInteger next = new AtomicInteger(CLOSED);

  /**
   * Prepares to wake the callers of writes.
   *
   * @param writes the writes, to which nothing is added once the first caller is told
   */
  Wakeups(List<PendingWrite<?>> writes) {
    this.writes = writes;
  }

  /** Wakes the next caller that sleeps; false if there is none, or not all are told yet. */
  boolean next() {
    int index;
    while ((index = next.getAndIncrement()) < writes.size()) {
      if (writes.get(index).wake()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Wakes every caller that no other caller wakes. Call when all are told: a caller that is woken
   * before would find nothing, sleep again, and not be woken a second time.
   */
  void all() {
    next.set(0);
    while (next()) {
      // the next one
    }
  }
}
