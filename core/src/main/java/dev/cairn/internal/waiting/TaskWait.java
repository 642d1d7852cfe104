package dev.cairn.internal.waiting;

import dev.cairn.internal.cache.Entry;
import org.jspecify.annotations.Nullable;

/** A task that looks on a thread of the waiters', once at a time, and sleeps without a thread. */
abstract class TaskWait extends Waiter implements Runnable {
  final Waiters waiters;

  TaskWait(Waiters waiters) {
    this.waiters = waiters;
  }

  /** Looks once, and passes on what is found; returns the look, or null if it was the last one. */
  abstract @Nullable Entry<?> look();

  /** Called after it has fallen asleep; it may be awake again. */
  void fellAsleep() {}

  /** Ends the wait with an exception or an error. */
  abstract void fail(Throwable e);

  /** Tells whether no look is wanted any more. */
  abstract boolean ended();

  final void beginLooking() {
    waiters.add(this);
    boolean begun = false;
    try {
      wake();
      begun = true;
    } finally {
      if (!begun) {
        waiters.remove(this);
      }
    }
  }

  @Override
  final void wake() {
    waiters.execute(this);
  }

  @Override
  public final void run() {
    if (ended()) {
      return;
    }
    try {
      Entry<?> look = look();
      if (look != null) {
        waiters.sleep(this, look);
        fellAsleep();
      }
    } catch (Throwable e) { // a checked one too, if it comes undeclared
      fail(e);
    }
  }
}
