package dev.cairn.internal.lmdb.pages;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A branch or leaf page of an LMDB data file; every offset is checked before it is used.
 *
 * <p>The layout is that of {@code MDB_page} and {@code MDB_node} in {@code mdb.c}, LMDB 0.9, on a
 * 64-bit machine. A page begins with its number (8 bytes), padding (2), flags (2), and the bounds
 * of its free space (2 each); then come the offsets of its nodes in key order (2 each), the free
 * space, and the nodes without a gap in any order. A node is the low and high half of its data's
 * size (2 each; in a branch page, with the flags, the number of the child page), flags (2), the
 * key's size (2), key and data, and a byte more if that makes its size even.
 */
final class Page {
  static final int HEADER = 16;
  static final int FLAGS_AT = 10;
  static final int BRANCH = 0x01;
  static final int LEAF = 0x02;
  static final int OVERFLOW = 0x04;
  static final int META = 0x08;

  private static final int LOWER_AT = 12;
  private static final int UPPER_AT = 14;
  private static final int NODE_HEADER = 8;
  private static final int BIG_DATA = 0x01;
  private static final int SUB_TREE = 0x02;
  private static final int MAX_KEY_BYTES = 511;

  final long number;
  private final ByteBuffer bytes;
  private final int size;

  /** The reason why the page is unusable, or null. */
  final @Nullable String problem;

  Page(long number, ByteBuffer bytes) {
    this.number = number;
    this.bytes = bytes;
    this.size = bytes.limit();
    this.problem = findProblem();
  }

  private @Nullable String findProblem() {
    if (bytes.getLong(0) != number) {
      return "its header says page " + bytes.getLong(0);
    }
    if (flags() != BRANCH && flags() != LEAF) {
      return "its flags are 0x%04x, neither a branch's nor a leaf's".formatted(flags());
    }
    if (lower() < HEADER || (lower() & 1) != 0 || lower() > upper() || upper() > size) {
      return "its free space is said to be from byte %d to %d".formatted(lower(), upper());
    }
    if (count() == 0) {
      return "it has no entries";
    }
    return nodesProblem();
  }

  /** Nodes lie side by side from the end of the free space to the end of the page. */
  private @Nullable String nodesProblem() {
    int[] starts = new int[count()];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = node(i);
    }
    Arrays.sort(starts);
    int end = upper();
    for (int start : starts) {
      if (start != end) {
        return "a node begins at byte %d, and should at %d".formatted(start, end);
      }
      end = nodeEnd(start, isLeaf());
      if (end < 0) {
        return "the node at byte %d is not whole".formatted(start);
      }
    }
    return end == size ? null : "its nodes end at byte %d of %d".formatted(end, size);
  }

  /** Returns where the node that begins at {@code start} ends, or -1 if that cannot be one. */
  private int nodeEnd(int start, boolean leaf) {
    if (start + NODE_HEADER > size) {
      return -1;
    }
    int keyBytes = half(start + 6);
    int flags = half(start + 4);
    long dataBytes = 0;
    if (leaf) {
      if (keyBytes == 0 || (flags != 0 && flags != BIG_DATA && flags != SUB_TREE)) {
        return -1;
      }
      dataBytes = flags == BIG_DATA ? Long.BYTES : dataSizeAt(start);
      if (flags == SUB_TREE && dataBytes != Tree.BYTES) {
        return -1;
      }
    }
    long end = (start + NODE_HEADER + keyBytes + dataBytes + 1) & ~1L;
    return keyBytes > MAX_KEY_BYTES || end > size ? -1 : (int) end;
  }

  /**
   * Returns what is wrong with the order of the keys, or null.
   *
   * @param from the least key that may occur, or null
   * @param before the first key that is too great, or null
   */
  @Nullable String orderProblem(KeyOrder order, byte @Nullable [] from, byte @Nullable [] before) {
    byte[] last = from;
    int first = isLeaf() ? 0 : 1; // the first key of a branch page means nothing
    for (int i = first; i < count(); i++) {
      byte[] key = key(i);
      if (last != null) {
        int compared = order.compare(last, key);
        if (compared > 0 || (compared == 0 && i > first)) {
          return i == first
              ? "its first key is less than the page above says"
              : "its keys %d and %d are not in order".formatted(i - 1, i);
        }
      }
      last = key;
    }
    return last != null && before != null && order.compare(last, before) >= 0
        ? "its last key is greater than the page above says"
        : null;
  }

  /**
   * Finds a key.
   *
   * @return in a leaf page where it stands, or a negative number if it is not there; in a branch
   *     page under which child it would be
   */
  int find(KeyOrder order, byte[] key) {
    int low = isLeaf() ? 0 : 1; // the first key of a branch page means nothing
    int high = count() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int compared = order.compare(key(middle), key);
      if (compared == 0) {
        return middle;
      } else if (compared < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return isLeaf() ? -1 : low - 1;
  }

  private int half(int at) {
    return Short.toUnsignedInt(bytes.getShort(at));
  }

  private int flags() {
    return half(FLAGS_AT);
  }

  private int lower() {
    return half(LOWER_AT);
  }

  private int upper() {
    return half(UPPER_AT);
  }

  boolean isLeaf() {
    return flags() == LEAF;
  }

  int count() {
    return (lower() - HEADER) / 2;
  }

  private int node(int index) {
    return half(HEADER + 2 * index);
  }

  long child(int index) {
    int node = node(index);
    return half(node) | (long) half(node + 2) << 16 | (long) half(node + 4) << 32;
  }

  private long dataSizeAt(int node) {
    return half(node) | (long) half(node + 2) << 16;
  }

  byte[] key(int index) {
    return keyAt(node(index));
  }

  private byte[] keyAt(int node) {
    return copy(node + NODE_HEADER, half(node + 6));
  }

  /** Reads an entry of a leaf page, its value too where that stands on pages of its own. */
  Entry entry(int index, OverflowReader overflow) throws IOException {
    return entryAt(node(index), overflow);
  }

  private Entry entryAt(int node, OverflowReader overflow) throws IOException {
    byte[] key = keyAt(node);
    int flags = half(node + 4);
    int data = node + NODE_HEADER + key.length;
    byte[] value =
        flags == BIG_DATA
            ? overflow.read(key, bytes.getLong(data), dataSizeAt(node))
            : copy(data, (int) dataSizeAt(node));
    return new Entry(key, value, number, flags == SUB_TREE);
  }

  private byte[] copy(int at, int length) {
    byte[] copy = new byte[length];
    bytes.get(at, copy);
    return copy;
  }

  /** Reads values that stand on pages of their own. */
  interface OverflowReader {
    /** Returns the value, or null if it cannot be read. */
    byte @Nullable [] read(byte[] key, long page, long length) throws IOException;
  }

  /**
   * Returns where entries may begin in a leaf page that is not whole. Each must prove itself, by a
   * checksum: some may be none.
   *
   * <p>If nodes lie side by side from the end of the free space to the end of the page, these are
   * its entries, whatever happened to the offsets; else those are that the offsets lead to. Entries
   * in the free space were deleted.
   */
  BitSet possibleNodes() {
    BitSet found = new BitSet(size);
    int end = upper();
    while (end >= HEADER && end < size) {
      found.set(end);
      end = nodeEnd(end, true);
    }
    if (end == size) {
      return found;
    }
    found.clear();
    int offsets = lower() > HEADER && lower() <= size ? count() : 0;
    for (int i = 0; i < offsets; i++) {
      int start = node(i);
      if (start >= HEADER && nodeEnd(start, true) >= 0) {
        found.set(start);
      }
    }
    return found;
  }

  /** Returns the key of an entry that may be none. */
  byte[] possibleKey(int node) {
    return keyAt(node);
  }

  /** Reads an entry that may be none. */
  Entry possibleEntry(int node, OverflowReader overflow) throws IOException {
    return entryAt(node, overflow);
  }
}
