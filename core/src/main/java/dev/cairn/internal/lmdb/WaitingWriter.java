package dev.cairn.internal.lmdb;

import java.util.concurrent.TimeUnit;

/**
 * Notes whether this process's writer waits for LMDB's mutex, and when the watchdog must check
 * whether it was not woken.
 *
 * <p>A thread that releases the mutex wakes one of the waiters. If that one is killed before it
 * runs, and another thread takes the mutex in between, the other waiters sleep on: a robust mutex
 * of glibc knows by a bit of its word ({@code FUTEX_WAITERS}) that there are waiters, releasing it
 * clears the bit, and only a thread that has waited sets it again. The kernel wakes another waiter
 * in the place of a dead one only while the mutex is free. So the next releases wake no waiter,
 * until another thread comes to wait, which may be never. To wake a waiter in vain does no harm: it
 * finds the mutex taken, sets the bit, and sleeps again.
 */
final class WaitingWriter {
  /** The longest time that the writer sleeps in vain. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private volatile boolean waits;

  /** True while a look is due; beginning to wait then costs no wake-up. */
  private volatile boolean looked;

  /** True if {@link #lookNanos} is set; the looker's thread alone uses both. */
  private boolean scheduled;

  private long lookNanos;

  /**
   * Notes that the writer begins to wait, unless it gets the mutex at once.
   *
   * @return whether the looker must be woken, so that it calls {@link #look}
   */
  boolean begins() {
    waits = true; // first: the looker takes back that it will look, and then looks at this
    boolean sleeps = !looked;
    looked = true;
    return sleeps;
  }

  /** Notes that the writer waits no longer. */
  void ends() {
    waits = false;
  }

  /**
   * Looks, if it is time. Only one thread calls this.
   *
   * @param wake wakes a waiter of the mutex
   * @return in how many nanoseconds to look again; {@link Long#MAX_VALUE} if not before {@link
   *     #begins} says so
   */
  long look(long now, Runnable wake) {
    if (!looked) {
      return Long.MAX_VALUE;
    }
    if (!scheduled) {
      scheduled = true;
      lookNanos = now + LOOK_NANOS;
    } else if (now - lookNanos >= 0) {
      looked = false; // first; see begins
      if (!waits) {
        scheduled = false;
        return Long.MAX_VALUE;
      }
      looked = true;
      lookNanos = now + LOOK_NANOS;
      wake.run();
    }
    return lookNanos - now;
  }
}
