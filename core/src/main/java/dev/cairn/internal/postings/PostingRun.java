package dev.cairn.internal.postings;

import java.util.Arrays;

/** Postings in ascending order of their passages, in memory. Not thread-safe. */
final class PostingRun {
  private long[] passages;
  private int[] payloads;
  private int size;

  PostingRun(int expected) {
    passages = new long[expected];
    payloads = new int[expected];
  }

  int size() {
    return size;
  }

  long passage(int index) {
    return passages[index];
  }

  int payload(int index) {
    return payloads[index];
  }

  /** Adds a posting behind the last. */
  void append(long passage, int payload) {
    if (size == passages.length) {
      int longer = Math.max(16, 2 * size);
      passages = Arrays.copyOf(passages, longer);
      payloads = Arrays.copyOf(payloads, longer);
    }
    passages[size] = passage;
    payloads[size++] = payload;
  }

  /** Adds all postings of a run whose passages are greater than those of this one. */
  void appendAll(PostingRun later) {
    for (int i = 0; i < later.size; i++) {
      append(later.passages[i], later.payloads[i]);
    }
  }

  /**
   * Returns these postings with some of the changes made; a posting that is added takes the place
   * of one of the same passage.
   *
   * @param from the first change
   * @param to the change after the last
   */
  PostingRun with(PostingChanges changes, int from, int to) {
    PostingRun result = new PostingRun(size + to - from);
    int mine = 0;
    for (int i = from; i < to; i++) {
      long passage = changes.passage(i);
      while (mine < size && passages[mine] < passage) {
        result.append(passages[mine], payloads[mine++]);
      }
      if (mine < size && passages[mine] == passage) {
        mine++;
      }
      if (changes.adds(i)) {
        result.append(passage, changes.payload(i));
      }
    }
    while (mine < size) {
      result.append(passages[mine], payloads[mine++]);
    }
    return result;
  }
}
