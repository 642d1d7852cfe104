package dev.cairn.internal.locks;

import dev.cairn.internal.locks.rules.Grant;
import dev.cairn.internal.locks.rules.LockKey;
import dev.cairn.internal.locks.rules.Party;
import org.jspecify.annotations.Nullable;

/** The lock that a party of this process holds, with the number of times that it took it. */
public final class Held {
  private final Grant grant;
  private final LockKey key;
  private final long renewMillis;
  private final long grantedNanos = System.nanoTime();

  /** The thread that holds it; null if any thread may release it. */
  private final @Nullable Thread thread;

  /** True once it was given back altogether. */
  private volatile boolean given;

  /** How often it was taken in each way; for a thread's lock only that thread changes them. */
  int writes;

  int reads;

  Held(LockKey key, Grant grant, @Nullable Thread thread, long renewMillis) {
    this.key = key;
    this.renewMillis = renewMillis;
    this.grant = grant;
    this.thread = thread;
    if (grant.exclusive()) {
      writes = 1;
    } else {
      reads = 1;
    }
  }

  /** Returns the number of the grant. */
  public long token() {
    return grant.token();
  }

  /** Returns the number of the request, by which requests for one lock are served. */
  public long ticket() {
    return grant.ticket();
  }

  LockKey key() {
    return key;
  }

  Party party() {
    return grant.party();
  }

  /** Returns the number of the request in this process. */
  long request() {
    return grant.request();
  }

  /** Returns the greatest number of holders that it was granted with. */
  int most() {
    return grant.most();
  }

  /** Returns the lease that it was granted with, or 0. */
  long leaseMillis() {
    return grant.leaseMillis();
  }

  /** Returns the time from the grant for which the lease is renewed, or 0. */
  long renewMillis() {
    return renewMillis;
  }

  Grant grant() {
    return grant;
  }

  long grantedNanos() {
    return grantedNanos;
  }

  boolean ofThread() {
    return thread != null;
  }

  /** Tells whether its holder may still be at work: it was not given back, and its thread lives. */
  boolean inUse() {
    return !given && (thread == null || thread.isAlive());
  }

  void setGiven() {
    given = true;
  }

  void take(boolean exclusive) {
    if (exclusive) {
      writes++;
    } else {
      reads++;
    }
  }

  /** Takes one from the count, and tells what is left: all, only reading, or nothing. */
  Left give(boolean exclusive) {
    if (exclusive) {
      writes--;
      if (writes == 0) {
        return reads == 0 ? Left.NOTHING : Left.READING;
      }
    } else {
      reads--;
      if (reads == 0 && writes == 0) {
        return Left.NOTHING;
      }
    }
    return Left.ALL;
  }

  /** The rights that a party has after it gave one back. */
  enum Left {
    ALL,
    READING,
    NOTHING
  }
}
