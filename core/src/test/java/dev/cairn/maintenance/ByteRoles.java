package dev.cairn.maintenance;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/**
 * Maps each byte of a sound data file to its purpose, so that tests know which damage must be
 * noticed. It reads the file without the code under test, so that no test relies on the code that
 * it tests.
 */
final class ByteRoles {
  /** The purposes of a byte. */
  enum Role {
    /** Nothing: a change is none of the store. */
    UNUSED,
    /** A row, a key, or the form of a tree. */
    USED,
    /** A key in a branch page, or room in the free list: not every change changes a thing. */
    SOFT
  }

  static final int PAGE = 4096;

  private final ByteBuffer file;
  private final Role[] roles;
  private final Set<Long> pages = new HashSet<>();

  ByteRoles(byte[] bytes) {
    this.file = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    this.roles = new Role[bytes.length];
    Arrays.fill(roles, Role.UNUSED);
    long zero = file.getLong(16 + 24 + 96 + 8);
    long one = file.getLong(PAGE + 16 + 24 + 96 + 8);
    int newest = one > zero ? PAGE : 0;
    for (int meta : new int[] {0, PAGE}) {
      mark(meta, 8, Role.USED); // page number
      mark(meta + 10, 1, Role.SOFT); // flags: LMDB looks at one of them
      mark(meta + 11, 1, Role.SOFT);
      mark(meta + 16, 8, Role.USED); // magic, version
      mark(meta + 40, 4, Role.USED); // page size
      mark(meta + 44, 2, Role.USED); // flags
      mark(meta + 144, 8, Role.USED); // transaction
    }
    mark(newest + 40, 96 + 16, Role.USED);
    mark(45, 1, Role.SOFT); // a flag that LMDB stores and never reads
    mark(PAGE + 45, 1, Role.SOFT);
    tree(file.getLong(newest + 40 + 40), false, true);
    tree(file.getLong(newest + 88 + 40), true, false);
  }

  private void mark(long at, long length, Role role) {
    for (long i = at; i < at + length; i++) {
      roles[(int) i] = role;
    }
  }

  private int half(long at) {
    return Short.toUnsignedInt(file.getShort((int) at));
  }

  private void tree(long root, boolean names, boolean free) {
    if (root == -1) {
      return;
    }
    pages.add(root);
    long page = root * PAGE;
    boolean leaf = half(page + 10) == 2;
    int count = (half(page + 12) - 16) / 2;
    mark(page, 8, Role.USED);
    mark(page + 10, 6 + 2L * count, Role.USED);
    for (int i = 0; i < count; i++) {
      long node = page + half(page + 16 + 2L * i);
      int keyBytes = half(node + 6);
      long low = half(node) | (long) half(node + 2) << 16;
      int flags = half(node + 4);
      long data = node + 8 + keyBytes;
      mark(node, 8, Role.USED);
      mark(node + 8, keyBytes, leaf ? Role.USED : i == 0 ? Role.UNUSED : Role.SOFT);
      if (!leaf) {
        tree(low | (long) flags << 32, names, free);
      } else if (flags == 1) {
        mark(data, 8, Role.USED);
        long overflow = file.getLong((int) data);
        mark(overflow * PAGE, 8, Role.USED);
        mark(overflow * PAGE + 10, 6, Role.USED);
        int run = file.getInt((int) (overflow * PAGE + 12));
        for (int p = 0; p < run; p++) {
          pages.add(overflow + p);
        }
        value(overflow * PAGE + 16, low, free);
        if (free) {
          mark(node, 4, Role.SOFT);
        }
      } else {
        value(data, low, free);
        if (names) {
          tree(file.getLong((int) data + 40), false, false);
          if (file.get((int) node + 8) == 'c') {
            firstKeyOfChangeLog(file.getLong((int) data + 40));
          }
        }
      }
    }
  }

  /** It may stand before a hole in the log, and has no checksum. */
  private void firstKeyOfChangeLog(long root) {
    long page = root * PAGE;
    long node = page + half(page + 16);
    while (half(page + 10) != 2) {
      page = half(node) * (long) PAGE;
      node = page + half(page + 16);
    }
    mark(node + 8, 8, Role.SOFT);
  }

  private void value(long at, long length, boolean free) {
    long used = free ? 8 + 8 * file.getLong((int) at) : length;
    mark(at, used, Role.USED);
  }

  Role of(int at) {
    return roles[at];
  }

  /** Returns whether a page, or one after it, is in use. */
  boolean usesFrom(long first) {
    return pages.stream().anyMatch(page -> page >= first);
  }

  static String text(byte[] key) {
    return new String(key, StandardCharsets.ISO_8859_1);
  }

  /** Returns the pages in use. */
  BitSet pagesInUse() {
    BitSet set = new BitSet();
    pages.forEach(page -> set.set(Math.toIntExact(page)));
    return set;
  }
}
