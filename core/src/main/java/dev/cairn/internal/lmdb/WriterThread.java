package dev.cairn.internal.lmdb;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that runs the writes, or the one that has taken its place.
 *
 * <p>LMDB's lock belongs to a thread: if that no longer knows the transaction it holds the lock
 * for, the lock is free once the thread has ended, and not before.
 */
final class WriterThread {
  private final String name;
  private final Runnable work;
  private volatile Thread thread;

  WriterThread(String name, Runnable work) {
    this.name = name;
    this.work = work;
    this.thread = make();
  }

  private Thread make() {
    Thread made = new Thread(work, name);
    made.setDaemon(true);
    return made;
  }

  void start() {
    thread.start();
  }

  boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  void wake() {
    LockSupport.unpark(thread);
  }

  /** Lets a new thread do the work from now on; the calling one must do no more of it, and end. */
  void replace() {
    Thread last = thread;
    while (true) {
      try {
        Thread next = make();
        thread = next;
        next.start();
        return;
      } catch (RuntimeException | Error e) { // no memory, or no thread to be had
        thread = last;
        LockSupport.parkNanos(PendingWrite.FULL_HEAP_NANOS);
      }
    }
  }

  /**
   * Waits for the end of the work.
   *
   * @return false if it does not end in time
   */
  boolean join(long timeoutMillis) {
    boolean interrupted = false;
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    while (!ended() && deadline - System.nanoTime() > 0) {
      try {
        thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return ended();
  }

  /** Not so where the last thread has made the next one, and not started it yet. */
  private boolean ended() {
    return thread.getState() == Thread.State.TERMINATED;
  }
}
