package dev.cairn.internal.cache;

/**
 * A cached value together with the version of the store that it was read at.
 *
 * @param value the value; the absence of one is cached as a value too
 * @param version the version of the snapshot, or of the commit, that the value is from
 * @param bytes roughly how much memory it takes
 * @param <V> the type of value
 */
public record Entry<V>(V value, long version, int bytes) {}
