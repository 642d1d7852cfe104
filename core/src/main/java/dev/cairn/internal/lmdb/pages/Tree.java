package dev.cairn.internal.lmdb.pages;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Describes the B+tree of an LMDB database: its root page, and its counts of pages and entries. It
 * is an {@code MDB_db} of {@code mdb.c}.
 *
 * @param pad the page size in the record of the free list, else 0
 * @param flags the order of keys, and whether they have several values
 * @param depth pages from the root to a leaf, 0 for an empty tree
 * @param branchPages pages that only lead to others
 * @param leafPages pages with entries
 * @param overflowPages pages of values that are too large for a leaf
 * @param entries keys
 * @param root the number of the root page, {@link #EMPTY} for an empty tree
 */
public record Tree(
    int pad,
    int flags,
    int depth,
    long branchPages,
    long leafPages,
    long overflowPages,
    long entries,
    long root) {
  /** The root of an empty tree, {@code P_INVALID}. */
  public static final long EMPTY = -1;

  static final int BYTES = 48;

  /** Reads the record that the database of names holds of a database. */
  static Tree parse(byte[] record) {
    return parse(ByteBuffer.wrap(record).order(ByteOrder.nativeOrder()), 0);
  }

  static Tree parse(ByteBuffer bytes, int at) {
    return new Tree(
        bytes.getInt(at),
        Short.toUnsignedInt(bytes.getShort(at + 4)),
        Short.toUnsignedInt(bytes.getShort(at + 6)),
        bytes.getLong(at + 8),
        bytes.getLong(at + 16),
        bytes.getLong(at + 24),
        bytes.getLong(at + 32),
        bytes.getLong(at + 40));
  }
}
