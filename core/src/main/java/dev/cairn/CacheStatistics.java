package dev.cairn;

/**
 * The figures of the read cache of an open store, since this process opened it.
 *
 * @param hits lookups that the cache answered
 * @param misses lookups that went to the store
 * @param catchUps how often the cache applied the changes of one or more commits
 * @param clears how often it dropped everything, because the change log did not name the keys of a
 *     commit, or no longer had it
 * @param records records that it holds now, absent ones included
 * @param bytes roughly the memory that they take
 */
public record CacheStatistics(
    long hits, long misses, long catchUps, long clears, long records, long bytes) {}
