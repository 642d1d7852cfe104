package dev.cairn;

/**
 * The figures of an open store since this process opened it.
 *
 * @param store commits, batches, times, readers and sizes
 * @param cache hits, misses and catch-ups
 */
public record CairnStatistics(EngineStatistics store, CacheStatistics cache) {}
