package dev.cairn.locks;

/**
 * The terms on which a lock is asked for.
 *
 * @param exclusive true for writing
 * @param priority the priority
 * @param leaseMillis the lease, or 0
 */
record Terms(boolean exclusive, int priority, long leaseMillis) {}
