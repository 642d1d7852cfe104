package dev.cairn.engine.lmdb;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Wakes the callers of a batch. To wake one takes the system longer than to run its write, so
 * whoever wakes up helps: the writer wakes one after the other, and each of them wakes one more.
 *
 * <p>Nobody depends on the help: what nobody has begun, the writer does.
 */
final class Wakeups {
  private final List<PendingWrite<?>> writes;
  private final AtomicInteger next = new AtomicInteger();

  /**
   * Prepares to wake the callers of writes.
   *
   * @param writes the writes, to which nothing is added once the first of them is told
   */
  Wakeups(List<PendingWrite<?>> writes) {
    this.writes = writes;
  }

  /** Wakes the next caller that sleeps; false if there is none. */
  boolean next() {
    int index;
    while ((index = next.getAndIncrement()) < writes.size()) {
      if (writes.get(index).wake()) {
        return true;
      }
    }
    return false;
  }

  /** Wakes all whom nobody else wakes. */
  void all() {
    while (next()) {
      // the next one
    }
  }
}
