package dev.cairn.internal.postings;

/**
 * The stored form of up to 128 postings of one key, in the order of their passages.
 *
 * @param postings the bytes, as {@link BlockCode} writes them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared: no cache holds these rows
record PostingBlock(byte[] postings) {}
