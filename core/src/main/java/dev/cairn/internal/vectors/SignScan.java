package dev.cairn.internal.vectors;

import dev.cairn.internal.postings.PassageSet;
import dev.cairn.internal.postings.Selection;
import org.jspecify.annotations.Nullable;

/**
 * Passes the signs of vectors once, in the order of their passages, and keeps those that differ
 * least from those of a query.
 */
final class SignScan {
  /** The number of words for which there is a loop of its own: 384 components. */
  private static final int UNROLLED = 6;

  private final long[] query;
  private final Candidates candidates;

  private final Selection selection;

  /** The passages that come into question, or null for all but some. */
  private final @Nullable PassageSet accepted;

  /** The place in {@link #accepted} of the first passage that is not behind the scan. */
  private int nextAccepted;

  SignScan(long[] query, int most, Selection selection) {
    this.query = query;
    this.candidates = new Candidates(most, query.length * Long.SIZE);
    this.selection = selection;
    this.accepted = selection.only();
  }

  /**
   * Passes all vectors of a chunk.
   *
   * @param first the place of its first vector among all
   */
  void all(Chunk chunk, int first) {
    if (query.length == UNROLLED) {
      six(chunk, first);
    } else {
      any(chunk, first);
    }
  }

  /**
   * Passes only those vectors of a chunk that are accepted, which is quicker where these are few.
   *
   * @param first the place of its first vector among all
   */
  void accepted(Chunk chunk, int first, PassageSet few) {
    int end = few.indexFrom(chunk.last());
    int i = 0;
    for (int next = few.indexFrom(chunk.first()); next <= end && next < few.size(); next++) {
      long passage = few.get(next);
      i = chunk.indexFrom(passage, i);
      if (i < chunk.size() && chunk.passages[i] == passage) {
        int distance = Signs.distance(query, chunk.signs, i * query.length);
        if (distance <= candidates.limit()) {
          candidates.keep(first + i, distance);
        }
      }
    }
  }

  private void six(Chunk chunk, int first) {
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
      if (distance <= limit && isAccepted(chunk.passages[i])) {
        limit = candidates.keep(first + i, distance);
      }
    }
  }

  private void any(Chunk chunk, int first) {
    long[] signs = chunk.signs;
    int limit = candidates.limit();
    for (int i = 0, at = 0; at < signs.length; i++, at += query.length) {
      int distance = Signs.distance(query, signs, at);
      if (distance <= limit && isAccepted(chunk.passages[i])) {
        limit = candidates.keep(first + i, distance);
      }
    }
  }

  /** Tells whether a passage is accepted; each that is asked for comes after the one before. */
  private boolean isAccepted(long passage) {
    if (accepted == null) {
      return selection.contains(passage);
    }
    while (nextAccepted < accepted.size() && accepted.get(nextAccepted) < passage) {
      nextAccepted++;
    }
    return nextAccepted < accepted.size() && accepted.get(nextAccepted) == passage;
  }

  /** Returns the places of those that were kept, ascending. */
  int[] places() {
    return candidates.places();
  }
}
