package dev.cairn.internal.limits;

/**
 * The key of the row in which the permits of a limit are counted.
 *
 * @param namespace the namespace, "" for the default one
 * @param name the name of the limit
 * @param permits the permits of its rate: a limit with another rate counts by itself
 * @param periodNanos the period of its rate
 */
public record BucketKey(String namespace, String name, long permits, long periodNanos) {}
