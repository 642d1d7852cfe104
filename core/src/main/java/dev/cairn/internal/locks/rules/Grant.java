package dev.cairn.internal.locks.rules;

/**
 * A lock that a party holds.
 *
 * @param party the holder
 * @param request the number in its process of the request that this answers
 * @param most the greatest number of holders, this one included
 * @param token the number of this grant, greater than those of all grants before
 * @param ticket the number of that request among those of all processes
 * @param since the time of the grant, in milliseconds since 1970, for people
 * @param leaseMillis the time after which others may take the lock unless it is renewed, or 0
 * @param renewals how often it was renewed
 * @param endedLease the token of the last grant before whose lease has ended, or 0: a write that
 *     its holder had begun, and for which that token was good, may still be at work
 */
public record Grant(
    Party party,
    long request,
    int most,
    long token,
    long ticket,
    long since,
    long leaseMillis,
    long renewals,
    long endedLease) {

  /** Tells whether the party is the only holder. */
  public boolean exclusive() {
    return most == 1;
  }

  /** Tells whether the holder waits for the writes of former holders before it goes on. */
  public boolean afterLease() {
    return endedLease != 0;
  }

  Grant shared() {
    return new Grant(
        party, request, Terms.READERS, token, ticket, since, leaseMillis, renewals, endedLease);
  }

  Grant renewed() {
    return new Grant(
        party, request, most, token, ticket, since, leaseMillis, renewals + 1, endedLease);
  }
}
