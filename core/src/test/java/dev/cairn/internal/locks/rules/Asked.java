package dev.cairn.internal.locks.rules;

/**
 * A request in the model of locks: one that waits or holds, also after its party could not withdraw
 * it and has gone on.
 */
final class Asked {
  final int lock;
  final Party party;
  final long number;
  final int priority;
  final long since;
  final boolean leased;
  int most;
  boolean left;

  /** True until its party, which has left it, asks for something else. */
  boolean newest = true;

  /** The grant as it was last seen; null while it waits. */
  Grant grant;

  /** True once its party has waited for the writes of those whose lease has ended. */
  boolean settled;

  Asked(int lock, Party party, long number, int most, int priority, long since, boolean leased) {
    this.lock = lock;
    this.party = party;
    this.number = number;
    this.most = most;
    this.priority = priority;
    this.since = since;
    this.leased = leased;
  }

  boolean holds() {
    return grant != null;
  }

  boolean excludes(Asked other) {
    return most == 1 || other.most == 1;
  }

  /** The definition of the order: by priority, where the other has not waited for long. */
  boolean goesAhead(Asked other) {
    long waited = since - other.since;
    return !other.holds()
        && priority > other.priority
        && waited >= 0
        && waited < 1_000L * (priority - other.priority);
  }
}
