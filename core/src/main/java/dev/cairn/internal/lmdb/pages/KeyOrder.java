package dev.cairn.internal.lmdb.pages;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Comparator;

/** Compares keys as LMDB sorts them in its different kinds of trees. */
enum KeyOrder implements Comparator<byte[]> {
  /** As unsigned bytes; of two that begin alike, the shorter one first. */
  BYTES {
    @Override
    public int compare(byte[] one, byte[] other) {
      return Arrays.compareUnsigned(one, other);
    }
  },

  /** As transaction ids, 8 bytes in the machine's order. */
  TRANSACTIONS {
    @Override
    public int compare(byte[] one, byte[] other) {
      return one.length == Long.BYTES && other.length == Long.BYTES
          ? Long.compareUnsigned(number(one), number(other))
          : Integer.compare(one.length, other.length);
    }
  };

  static long number(byte[] key) {
    return ByteBuffer.wrap(key).order(ByteOrder.nativeOrder()).getLong();
  }
}
