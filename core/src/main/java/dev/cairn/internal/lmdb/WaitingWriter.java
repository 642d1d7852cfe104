package dev.cairn.internal.lmdb;

import java.util.concurrent.TimeUnit;

/**
 * Whether this process's writer waits for LMDB's mutex, and when somebody should look whether it
 * does so in vain.
 *
 * <p>Whoever releases the mutex wakes one of those who wait. If that one is killed before it runs,
 * and somebody else takes the mutex in between, the others sleep on: a robust mutex of glibc knows
 * by a bit of its word ({@code FUTEX_WAITERS}) that there are waiters, releasing it clears the bit,
 * and only who has waited sets it again. The kernel wakes another one in the place of a dead one
 * only while the mutex is free. So the next releases wake nobody, until someone else comes to wait,
 * which may be never. Being woken in vain does no harm: a waiter that finds the mutex taken sets
 * the bit, and sleeps again.
 */
final class WaitingWriter {
  /** How long the writer sleeps in vain, at most. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private volatile boolean waits;

  /** Whether somebody will look; as long as it is set, beginning to wait costs no wake-up. */
  private volatile boolean looked;

  /** Whether {@link #lookNanos} is set; both are the looker's own. */
  private boolean scheduled;

  private long lookNanos;

  /**
   * Says that the writer begins to wait, unless it gets the mutex at once.
   *
   * @return whether the looker must be woken, so that it calls {@link #look}
   */
  boolean begins() {
    waits = true; // first: the looker takes back that it will look, and then looks at this
    boolean sleeps = !looked;
    looked = true;
    return sleeps;
  }

  /** Says that the writer waits no longer. */
  void ends() {
    waits = false;
  }

  /**
   * Looks, if it is time. One thread may call this, and none at the same time.
   *
   * @param wake wakes who waits for the mutex
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
