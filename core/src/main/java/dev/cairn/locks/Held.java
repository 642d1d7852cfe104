package dev.cairn.locks;

/** The lock that a party of this process holds, with the number of times that it took it. */
final class Held {
  final LockKey key;
  final Party party;
  final long token;

  /** The number of the request, by which requests for one lock are served. */
  final long ticket;

  /** The number of the request in this process. */
  final long request;

  /** The lease that it was granted with, or 0. */
  final long leaseMillis;

  final boolean ofThread;

  /** How often it was taken in each way; for a thread's lock only that thread changes them. */
  int writes;

  int reads;

  Held(LockKey key, Grant grant, boolean ofThread) {
    this.key = key;
    this.party = grant.party();
    this.token = grant.token();
    this.ticket = grant.ticket();
    this.request = grant.request();
    this.leaseMillis = grant.leaseMillis();
    this.ofThread = ofThread;
    if (grant.exclusive()) {
      writes = 1;
    } else {
      reads = 1;
    }
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
