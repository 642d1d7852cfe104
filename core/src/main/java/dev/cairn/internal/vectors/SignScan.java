package dev.cairn.internal.vectors;

import dev.cairn.internal.postings.PassageSet;
import org.jspecify.annotations.Nullable;

/** Passes the signs of vectors once, and keeps those that differ least from those of a query. */
final class SignScan {
  /** The number of words for which there is a loop of its own: 384 components. */
  private static final int UNROLLED = 6;

  private final long[] query;
  private final Candidates candidates;

  SignScan(long[] query, int most) {
    this.query = query;
    this.candidates = new Candidates(most, query.length * Long.SIZE);
  }

  /**
   * Passes a chunk.
   *
   * @param first the place of its first vector among all
   * @param accepted the passages of the vectors that may be kept, or null for all
   */
  void all(Chunk chunk, int first, @Nullable PassageSet accepted) {
    if (query.length == UNROLLED) {
      six(chunk, first, accepted);
    } else {
      any(chunk, first, accepted);
    }
  }

  private void six(Chunk chunk, int first, @Nullable PassageSet accepted) {
    long[] signs = chunk.signs;
    long a = query[0];
    long b = query[1];
    long c = query[2];
    long d = query[3];
    long e = query[4];
    long f = query[5];
    int limit = candidates.limit();
    for (int i = 0, at = 0; at < signs.length; i++, at += UNROLLED) {
      int distance =
          Long.bitCount(signs[at] ^ a)
              + Long.bitCount(signs[at + 1] ^ b)
              + Long.bitCount(signs[at + 2] ^ c)
              + Long.bitCount(signs[at + 3] ^ d)
              + Long.bitCount(signs[at + 4] ^ e)
              + Long.bitCount(signs[at + 5] ^ f);
      if (distance <= limit) {
        limit = keep(first + i, distance, chunk.passages[i], accepted);
      }
    }
  }

  private void any(Chunk chunk, int first, @Nullable PassageSet accepted) {
    long[] signs = chunk.signs;
    long[] mine = query;
    int limit = candidates.limit();
    for (int i = 0, at = 0; at < signs.length; i++, at += mine.length) {
      int distance = 0;
      for (int word = 0; word < mine.length; word++) {
        distance += Long.bitCount(signs[at + word] ^ mine[word]);
      }
      if (distance <= limit) {
        limit = keep(first + i, distance, chunk.passages[i], accepted);
      }
    }
  }

  private int keep(int place, int distance, long passage, @Nullable PassageSet accepted) {
    return accepted == null || accepted.contains(passage)
        ? candidates.keep(place, distance)
        : candidates.limit();
  }

  /** Returns the places of those that were kept, ascending. */
  int[] places() {
    return candidates.places();
  }
}
