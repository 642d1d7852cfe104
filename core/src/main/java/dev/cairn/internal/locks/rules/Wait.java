package dev.cairn.internal.locks.rules;

/**
 * A request for a lock that waits for its turn.
 *
 * @param party the party that waits
 * @param request the number of the request in its process
 * @param most the greatest number of holders, this one included, with which it can be granted
 * @param ticket the number of the request, greater than those of all requests before
 * @param priority the priority; those who wait for long are not overtaken by a greater one
 * @param since the time of the request, in milliseconds since 1970
 * @param leaseMillis the lease that the lock is to be granted with, or 0
 */
public record Wait(
    Party party, long request, int most, long ticket, int priority, long since, long leaseMillis) {

  /** The time after which a request counts as much as a later one that has a priority more. */
  private static final long AGEING_MILLIS = 1_000;

  /** Tells whether the party is to be the only holder. */
  public boolean exclusive() {
    return most == 1;
  }

  /**
   * Tells whether this request, which comes just now, is served before one that waits. None is if
   * the clock was set back meanwhile: how long the other has waited is not known then, and for as
   * long as the clock was set back it would seem to have waited for no time at all.
   */
  boolean overtakes(Wait waiting) {
    long more = (long) priority - waiting.priority;
    long later = since - waiting.since;
    return more > 0 && later >= 0 && later < more * AGEING_MILLIS;
  }

  Grant granted(long token, long now, long endedLease) {
    return new Grant(party, request, most, token, ticket, now, leaseMillis, 0, endedLease);
  }
}
