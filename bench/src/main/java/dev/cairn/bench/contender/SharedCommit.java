package dev.cairn.bench.contender;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Shares the commits of a store whose commit makes durable whatever any thread has changed before:
 * one commit will do for all that wait for one.
 */
final class SharedCommit {
  private final Runnable commit;
  private final AtomicLong changes = new AtomicLong();
  private long durable;

  /**
   * Shares a commit.
   *
   * @param commit makes durable what was changed before it began
   */
  SharedCommit(Runnable commit) {
    this.commit = commit;
  }

  /** Returns when what the calling thread has changed is durable. */
  void await() {
    long mine = changes.incrementAndGet();
    synchronized (this) {
      if (durable < mine) {
        long covered = changes.get();
        commit.run();
        durable = covered;
      }
    }
  }
}
