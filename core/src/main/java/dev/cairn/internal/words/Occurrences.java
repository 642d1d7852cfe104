package dev.cairn.internal.words;

import org.apache.lucene.util.SmallFloat;

/**
 * How often a passage has a term, and the passage's length, as one small number: the payload of a
 * posting. So a search reads nothing but postings.
 *
 * <p>The length takes seven bits: exact up to 40 words, then with four significant bits, as Lucene
 * keeps it too. A length of more than 30,744 words counts as that.
 */
final class Occurrences {
  static final int LENGTHS = 128;

  private static final int BITS = 7;

  private Occurrences() {}

  /** Returns the payload; it takes one byte if the term occurs once. */
  static int encode(int count, int words) {
    int length = SmallFloat.intToByte4(words) & 0xFF;
    return (count - 1) << BITS | Math.min(length, LENGTHS - 1);
  }

  /** Returns how often the passage has the term. */
  static int count(int payload) {
    return (payload >>> BITS) + 1;
  }

  /** Returns the code of the passage's length, below {@link #LENGTHS}. */
  static int lengthCode(int payload) {
    return payload & (LENGTHS - 1);
  }

  /** Returns the length that a code stands for, in words. */
  static int words(int lengthCode) {
    return SmallFloat.byte4ToInt((byte) lengthCode);
  }
}
