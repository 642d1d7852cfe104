package dev.cairn.internal.waiting;

import dev.cairn.internal.cache.Entry;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** A thread that looks by itself, and sleeps in between. */
final class ThreadWait extends Waiter {
  private final Waiters waiters;
  private final TimeLimit limit;
  private final Thread thread = Thread.currentThread();

  ThreadWait(Waiters waiters, TimeLimit limit) {
    this.waiters = waiters;
    this.limit = limit;
  }

  @Override
  void wake() {
    LockSupport.unpark(thread);
  }

  <R> R await(Supplier<Entry<Optional<R>>> look) throws InterruptedException {
    waiters.add(this);
    try {
      while (true) {
        boolean last = limit.left() <= 0; // before the look, of which one may follow the end
        Entry<Optional<R>> found = look.get();
        if (found.value().isPresent()) {
          return found.value().get();
        }
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (last) {
          throw limit.exceeded(); // also where each look is overtaken by the next change
        }
        waiters.sleep(this, found);
        awaitWaking();
      }
    } finally {
      waiters.remove(this);
    }
  }

  private void awaitWaking() throws InterruptedException {
    while (sleeps()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      long left = limit.left();
      if (left > 0) {
        LockSupport.parkNanos(this, left);
      } else {
        waiters.lookNow(this);
        if (sleeps()) {
          throw limit.exceeded();
        }
      }
    }
  }
}
