package dev.cairn.internal.limits;

/**
 * The permits that are left of a limit, and the time of the last count, as Bucket4j writes them.
 *
 * @param bytes Bucket4j's form, which names its version
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record BucketState(byte[] bytes) {}
