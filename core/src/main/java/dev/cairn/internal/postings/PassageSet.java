package dev.cairn.internal.postings;

import java.util.Arrays;
import java.util.stream.LongStream;

/** A set of passages, which a filter accepts for example. Immutable. */
public final class PassageSet {
  private static final PassageSet EMPTY = new PassageSet(new long[0]);

  /** Ascending, without doubles. */
  private final long[] passages;

  private PassageSet(long[] passages) {
    this.passages = passages;
  }

  /** Returns the set of these passages, in any order, doubles allowed. */
  public static PassageSet of(long... passages) {
    long[] sorted = passages.clone();
    Arrays.sort(sorted);
    int kept = 0;
    for (long passage : sorted) {
      if (kept == 0 || sorted[kept - 1] != passage) {
        sorted[kept++] = passage;
      }
    }
    return kept == 0 ? EMPTY : new PassageSet(Arrays.copyOf(sorted, kept));
  }

  /** Returns how many passages are in the set. */
  public int size() {
    return passages.length;
  }

  /** Tells whether there is none. */
  public boolean isEmpty() {
    return passages.length == 0;
  }

  /** Tells whether a passage is in the set. */
  public boolean contains(long passage) {
    return Arrays.binarySearch(passages, passage) >= 0;
  }

  /** Returns the passages in ascending order. */
  public LongStream stream() {
    return Arrays.stream(passages);
  }

  /** Returns the passage at a place of the ascending order, from 0 on. */
  public long get(int index) {
    return passages[index];
  }

  /** Returns the place of the first passage that is not below {@code least}; the size if none. */
  public int indexFrom(long least) {
    int found = Arrays.binarySearch(passages, least);
    return found >= 0 ? found : -found - 1;
  }

  /** Returns the passages that are in both sets. */
  public PassageSet and(PassageSet other) {
    boolean smaller = size() <= other.size();
    return (smaller ? this : other).kept(smaller ? other : this, true);
  }

  /** Returns the passages of this set that are not in the other. */
  public PassageSet andNot(PassageSet other) {
    return kept(other, false);
  }

  private PassageSet kept(PassageSet other, boolean ifContained) {
    // A search for each is quicker where the other set is much larger.
    boolean search = other.size() / 16 > size();
    long[] kept = new long[size()];
    int count = 0;
    int at = 0;
    for (long passage : passages) {
      if (search) {
        at = other.contains(passage) ? other.indexFrom(passage) : other.size();
      } else {
        while (at < other.passages.length && other.passages[at] < passage) {
          at++;
        }
      }
      boolean contained = at < other.passages.length && other.passages[at] == passage;
      if (contained == ifContained) {
        kept[count++] = passage;
      }
    }
    return new PassageSet(Arrays.copyOf(kept, count));
  }

  /** Returns the passages that are in one of the sets or in both. */
  public PassageSet or(PassageSet other) {
    long[] both = Arrays.copyOf(passages, passages.length + other.passages.length);
    System.arraycopy(other.passages, 0, both, passages.length, other.passages.length);
    return of(both);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PassageSet that && Arrays.equals(passages, that.passages);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(passages);
  }

  @Override
  public String toString() {
    return size() <= 20 ? Arrays.toString(passages) : size() + " passages";
  }
}
