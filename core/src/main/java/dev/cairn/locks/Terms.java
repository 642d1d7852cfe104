package dev.cairn.locks;

/**
 * The terms on which a lock is asked for.
 *
 * @param most the greatest number of holders: 1 for writing, {@link #READERS} for reading, the
 *     number of permits for a semaphore
 * @param priority the priority
 * @param leaseMillis the lease, or 0
 */
record Terms(int most, int priority, long leaseMillis) {
  /** Any number of holders. */
  static final int READERS = Integer.MAX_VALUE;

  /** Tells whether there is to be no other holder. */
  boolean exclusive() {
    return most == 1;
  }
}
