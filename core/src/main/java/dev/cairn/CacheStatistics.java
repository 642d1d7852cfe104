package dev.cairn;

/**
 * The figures of a cache.
 *
 * @param hits lookups that the cache answered
 * @param misses lookups that went to the store
 * @param catchUps how often the cache applied the changes of one or more commits
 * @param clears how often it dropped everything, because a commit did not say what it changed or
 *     lay too far back
 * @param records records that it holds now, absent ones included
 * @param bytes roughly the memory that they take
 */
public record CacheStatistics(
    long hits, long misses, long catchUps, long clears, long records, long bytes) {}
