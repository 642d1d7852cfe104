package dev.cairn.internal.lmdb;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Wakes the callers of a batch. To wake one takes the system longer than to run its write, so
 * whoever wakes up helps: the writer wakes one after the other, and each of them wakes one more.
 *
 * <p>Nobody depends on the help: what nobody has begun, the writer does.
 */
final class Wakeups {
  /** Beyond any batch: whoever asks is told that there is none to wake. */
  private static final int CLOSED = Integer.MAX_VALUE / 2;

  private final List<PendingWrite<?>> writes;
  private final AtomicInteger next = new AtomicInteger(CLOSED);

  /**
   * Prepares to wake the callers of writes.
   *
   * @param writes the writes, to which nothing is added once the first of them is told
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
   * Wakes all whom nobody else wakes. Call when all are told: who was woken before would find
   * nothing, sleep again, and not be woken a second time.
   */
  void all() {
    next.set(0);
    while (next()) {
      // the next one
    }
  }
}
