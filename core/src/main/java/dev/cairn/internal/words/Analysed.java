package dev.cairn.internal.words;

import java.nio.charset.StandardCharsets;
import java.util.SortedMap;

/** A text as its terms, and how often it has each. Made by {@link Analysis}; immutable. */
public final class Analysed {
  private final SortedMap<byte[], Integer> counts;
  private final int words;

  /**
   * Takes the terms of a text.
   *
   * @param counts how often the text has each term, and each word as it is written that differs
   *     from its stem, under their keys
   * @param words the length of the text in words
   */
  Analysed(SortedMap<byte[], Integer> counts, int words) {
    this.counts = counts;
    this.words = words;
  }

  /** Returns how often the text has each key, in the order of their bytes. */
  SortedMap<byte[], Integer> counts() {
    return counts;
  }

  /** Returns the length of the text: its words, without those that are passed over. */
  public int words() {
    return words;
  }

  static byte[] bytes(String term) {
    return term.getBytes(StandardCharsets.UTF_8);
  }
}
