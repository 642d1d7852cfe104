package dev.cairn.internal.locks.rules;

/**
 * The terms on which a lock is asked for.
 *
 * @param most the greatest number of holders: 1 for writing, {@link #READERS} for reading, the
 *     number of permits for a semaphore
 * @param priority the priority
 * @param leaseMillis the lease, or 0
 * @param renewMillis the time from the grant for which the lease is renewed, or 0
 */
public record Terms(int most, int priority, long leaseMillis, long renewMillis) {
  /** Any number of holders. */
  public static final int READERS = Integer.MAX_VALUE;

  /** Tells whether there is to be no other holder. */
  public boolean exclusive() {
    return most == 1;
  }
}
