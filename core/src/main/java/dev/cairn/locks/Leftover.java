package dev.cairn.locks;

/**
 * A request for a lock that nobody waits for any more, but which may still stand in the queue, or
 * have been granted.
 *
 * @param key the lock
 * @param party the party that made the request
 * @param request the number of the request in this process
 */
record Leftover(LockKey key, Party party, long request) {

  static Leftover of(LockRules.Request request) {
    return new Leftover(request.key(), request.party(), request.number());
  }
}
