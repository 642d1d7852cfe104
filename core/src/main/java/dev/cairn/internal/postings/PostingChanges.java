package dev.cairn.internal.postings;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Changes of the postings of one key: passages to add and passages to remove, each passage once.
 * Not thread-safe.
 */
public final class PostingChanges {
  private static final int REMOVED = -1;

  private long[] passages = new long[1];

  /** The payload of what is added; {@link #REMOVED} otherwise. */
  private int[] payloads = new int[1];

  private int size;

  /**
   * Adds a posting, which takes the place of another one of the same passage.
   *
   * @param passage the passage, greater than those of all changes before
   * @param payload a number of the caller's, not negative; the smaller, the fewer bytes it takes
   */
  public void add(long passage, int payload) {
    if (payload < 0) {
      throw new IllegalArgumentException("a payload is not negative, and this one is " + payload);
    }
    append(passage, payload);
  }

  /**
   * Removes the posting of a passage, if there is one.
   *
   * @param passage the passage, greater than those of all changes before
   */
  public void remove(long passage) {
    append(passage, REMOVED);
  }

  private void append(long passage, int payload) {
    if (passage < 0 || passage == Long.MAX_VALUE || (size > 0 && passages[size - 1] >= passage)) {
      throw new IllegalArgumentException(
          "passages of changes ascend from 0 on, and %d comes after %s"
              .formatted(passage, size == 0 ? "none" : Long.toString(passages[size - 1])));
    }
    if (size == passages.length) {
      passages = Arrays.copyOf(passages, 2 * size);
      payloads = Arrays.copyOf(payloads, 2 * size);
    }
    passages[size] = passage;
    payloads[size++] = payload;
  }

  /** Returns the passages that change, in ascending order. */
  public LongStream passages() {
    return Arrays.stream(passages, 0, size);
  }

  int size() {
    return size;
  }

  long passage(int index) {
    return passages[index];
  }

  boolean adds(int index) {
    return payloads[index] != REMOVED;
  }

  int payload(int index) {
    return payloads[index];
  }

  /** Returns the first change from {@code from} on whose passage is not below {@code bound}. */
  int firstFrom(int from, long bound) {
    int at = Arrays.binarySearch(passages, from, size, bound);
    return at >= 0 ? at : -at - 1;
  }
}
