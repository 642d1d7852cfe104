package dev.cairn.locks;

import dev.cairn.internal.locks.Held;
import dev.cairn.internal.locks.LockDesk;

/**
 * A named lock that a caller has taken, until {@link #close()}.
 *
 * <p>A hold of a thread is released by that thread. A hold from a future belongs to no thread, and
 * any thread may release it.
 */
public final class Hold implements AutoCloseable {
  private final LockDesk desk;
  private final Held held;
  private final Token token;
  private final boolean exclusive;
  private boolean closed;

  Hold(LockDesk desk, Held held, Token token, boolean exclusive) {
    this.desk = desk;
    this.held = held;
    this.token = token;
    this.exclusive = exclusive;
  }

  /** Returns the number of the grant; a lock that is taken once more keeps its token. */
  public Token token() {
    return token;
  }

  /** Returns the number of the request that the grant answers. */
  long ticket() {
    return held.ticket();
  }

  /**
   * Tells whether the lock is still held under this token: it may have been released, or its lease
   * may have ended.
   */
  public synchronized boolean isHeld() {
    return !closed && desk.holds(held);
  }

  /**
   * Renews the lease of a lock that was taken with one, which begins anew.
   *
   * @return false if the lease had ended, and others may have had the lock since
   */
  public synchronized boolean renew() {
    return !closed && desk.renew(held);
  }

  /**
   * Releases the lock, once it was closed as often as the thread took it. A second call does
   * nothing. If the release does not get its turn within a minute, it is done in the background as
   * soon as it can be.
   *
   * @throws dev.cairn.WriteTimeoutException if the thread still holds the lock for reading, and
   *     giving back its right to write did not get its turn within a minute; it can be tried again
   * @throws IllegalMonitorStateException if another thread took the lock
   */
  @Override
  public synchronized void close() {
    if (!closed) {
      desk.give(held, exclusive);
      closed = true;
    }
  }
}
