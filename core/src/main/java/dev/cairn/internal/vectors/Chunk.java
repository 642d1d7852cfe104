package dev.cairn.internal.vectors;

import java.util.Arrays;

/**
 * The signs of up to {@link #MOST} vectors, in the order of their passages. Immutable, so that a
 * search may go on in it while the mirror is brought up to date.
 */
final class Chunk {
  /** A change of one vector copies so many. */
  static final int MOST = 1024;

  final long[] passages;

  /** The words of the first vector, then those of the second, and so on. */
  final long[] signs;

  Chunk(long[] passages, long[] signs) {
    this.passages = passages;
    this.signs = signs;
  }

  int size() {
    return passages.length;
  }

  long first() {
    return passages[0];
  }

  long last() {
    return passages[passages.length - 1];
  }

  /** Returns the place of the first passage that is not below {@code least}; the size if none. */
  int indexFrom(long least) {
    return indexFrom(least, 0);
  }

  /** As {@link #indexFrom(long)}, where it is known not to be before a place. */
  int indexFrom(long least, int from) {
    int found = Arrays.binarySearch(passages, from, passages.length, least);
    return found >= 0 ? found : -found - 1;
  }
}
