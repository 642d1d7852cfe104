package dev.cairn.internal.limits;

/**
 * The permits that are left of a limit, and the time of the last count, as Bucket4j writes them.
 *
 * @param bytes Bucket4j's form, which names its version
 * @param fullAt the time, in milliseconds since 1970, at which all permits are there again unless
 *     more are taken, so that the count says no more than its absence
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record BucketState(byte[] bytes, long fullAt) {}
