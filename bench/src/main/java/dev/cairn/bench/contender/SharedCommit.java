package dev.cairn.bench.contender;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Shares commits between threads: one commit serves all threads that wait for one. It is for stores
 * whose commit makes the changes of all threads durable.
 */
final class SharedCommit {
  private final Runnable commit;
  private final AtomicLong changes = new AtomicLong();
  private long durable;
  private boolean committing;

  /**
   * Shares a commit.
   *
   * @param commit makes all changes durable that were made before it began
   */
  SharedCommit(Runnable commit) {
    this.commit = commit;
  }

  /** Returns when what the calling thread has changed is durable. */
  void await() {
    long mine = changes.incrementAndGet();
    while (!isDurable(mine)) {
      commit();
    }
  }

  /** Waits while another thread commits; false if then it is the caller's turn. */
  private synchronized boolean isDurable(long change) {
    while (durable < change && committing) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted; whether the change is durable is open", e);
      }
    }
    committing |= durable < change;
    return durable >= change;
  }

  /** Commits without the monitor, so that threads whose write is done can leave meanwhile. */
  private void commit() {
    long covered = 0;
    try {
      long seen = changes.get();
      commit.run();
      covered = seen;
    } finally {
      ended(covered);
    }
  }

  private synchronized void ended(long covered) {
    durable = Math.max(durable, covered);
    committing = false;
    notifyAll();
  }
}
