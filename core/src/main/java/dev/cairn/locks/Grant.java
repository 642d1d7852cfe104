package dev.cairn.locks;

/**
 * A lock that a party holds.
 *
 * @param party the holder
 * @param exclusive true for writing
 * @param token the number of this grant, greater than those of all grants before
 * @param ticket the number of the request that this grant answers
 * @param since the time of the grant, in milliseconds since 1970, for people
 * @param leaseMillis the time after which others may take the lock unless it is renewed, or 0
 * @param renewals how often it was renewed
 */
record Grant(
    Party party,
    boolean exclusive,
    long token,
    long ticket,
    long since,
    long leaseMillis,
    long renewals) {

  Grant shared() {
    return new Grant(party, false, token, ticket, since, leaseMillis, renewals);
  }

  Grant renewed() {
    return new Grant(party, exclusive, token, ticket, since, leaseMillis, renewals + 1);
  }
}
