package dev.cairn.internal.postings;

/**
 * Names a block of postings.
 *
 * <p>The last block of each key stands under {@link #LAST}, so that an addition finds it without a
 * search, and takes no other row away when its first passage changes.
 *
 * @param collection the number of the collection
 * @param key the key that the postings are of
 * @param first the first passage of the block, or {@link #LAST}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared: no cache holds these rows
record BlockKey(int collection, byte[] key, long first) {
  /** Stands for the first passage of the last block; greater than any passage. */
  static final long LAST = Long.MAX_VALUE;
}
