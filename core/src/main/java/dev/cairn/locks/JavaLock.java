package dev.cairn.locks;

import dev.cairn.LockTimeoutException;
import dev.cairn.internal.locks.Held;
import dev.cairn.internal.locks.LockDesk;
import dev.cairn.internal.locks.LockText;
import dev.cairn.internal.locks.rules.LockKey;
import dev.cairn.internal.locks.rules.Terms;
import dev.cairn.values.Deadline;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/** One way of a named lock, reading or writing, as Java's interface. */
final class JavaLock implements Lock {
  private final LockDesk desk;
  private final LockKey key;
  private final Terms terms;

  JavaLock(LockDesk desk, LockKey key, Terms terms) {
    this.desk = desk;
    this.key = key;
    this.terms = terms;
  }

  @Override
  public void lock() {
    Held unused = desk.take(key, terms, Deadline.never());
  }

  @Override
  public void lockInterruptibly() throws InterruptedException {
    requireNoInterrupt();
    Held unused = desk.takeInterruptibly(key, terms, Deadline.never());
  }

  @Override
  public boolean tryLock() {
    return desk.tryTake(key, terms) != null;
  }

  @Override
  public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    requireNoInterrupt();
    if (time <= 0) {
      return tryLock();
    }
    try {
      Duration timeout = Duration.ofNanos(unit.toNanos(time));
      Held unused = desk.takeInterruptibly(key, terms, Deadline.in(timeout));
      return true;
    } catch (LockTimeoutException e) {
      return false;
    }
  }

  private static void requireNoInterrupt() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  @Override
  public void unlock() {
    desk.give(key, terms.exclusive());
  }

  @Override
  public Condition newCondition() {
    throw new UnsupportedOperationException(
        "a lock of several processes has no conditions; wait for a change of the store instead");
  }

  @Override
  public String toString() {
    return "lock %s for %s".formatted(key, LockText.way(terms.exclusive()));
  }
}
