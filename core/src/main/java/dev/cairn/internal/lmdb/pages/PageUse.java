package dev.cairn.internal.lmdb.pages;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/**
 * Records which pages of an LMDB data file are in use and which are free, during a check of the
 * file. In a sound file every page except the two meta pages is one or the other: {@code mdb.c}
 * says so at {@code MDB_page}.
 *
 * <p>It keeps up to four bits for each page of the file, and a set of the free pages beyond its
 * end. The file may end before the last page that LMDB counts: pages that one transaction both took
 * and freed are never written, and only the free list names them.
 */
public final class PageUse {
  private final long pages;
  private final long lastPage;
  private final BitSet used;
  private final BitSet values = new BitSet();
  private final BitSet spare = new BitSet();
  private final BitSet free;
  private final Set<Long> freeBehindTheFile = new HashSet<>();

  PageUse(long pages, long lastPage) {
    this.pages = Math.min(pages, Integer.MAX_VALUE);
    this.lastPage = lastPage;
    this.used = new BitSet((int) this.pages);
    this.free = new BitSet((int) this.pages);
  }

  /**
   * Marks pages of the file as in use; returns false if one was marked before, and then marks none.
   *
   * @param ofValue whether the pages hold one large value and no entries
   */
  boolean use(long page, long count, boolean ofValue) {
    int from = (int) page;
    int to = (int) (page + count);
    int known = used.nextSetBit(from);
    if (known >= 0 && known < to) {
      return false;
    }
    used.set(from, to);
    if (ofValue) {
      values.set(from, to);
    }
    return true;
  }

  /**
   * Marks pages of the file that a value claims and does not need. They count as in use, but only
   * by this claim, so another value or tree may also use them.
   */
  void spare(long page, long count) {
    spare.set((int) page, (int) (page + count));
  }

  /** Returns whether a page of the file is claimed by a value that does not need it. */
  boolean isSpare(long page) {
    return spare.get((int) page);
  }

  /** Returns whether a page of the file holds a part of one large value and no entries. */
  boolean isOfValue(long page) {
    return values.get((int) page);
  }

  /**
   * Marks a page, whose number is 2 or more and at most that of the last page, as free; returns
   * false if it was marked before.
   */
  boolean free(long page) {
    if (page >= pages) {
      return freeBehindTheFile.add(page);
    }
    boolean known = free.get((int) page);
    free.set((int) page);
    return !known;
  }

  /** Returns whether a page of the file is in use, and not only claimed. */
  boolean isUsed(long page) {
    return used.get((int) page);
  }

  /** Returns whether a page of the file is listed as free. */
  boolean isFree(long page) {
    return free.get((int) page);
  }

  /** Returns how many pages of the file are in use, without the two meta pages. */
  public long inUse() {
    return inUseOrSpare().cardinality();
  }

  /** Returns how many pages the free list names. */
  public long free() {
    return (long) free.cardinality() + freeBehindTheFile.size();
  }

  private BitSet inUseOrSpare() {
    BitSet all = (BitSet) used.clone();
    all.or(spare);
    return all;
  }

  /** Returns the pages that are in use and listed as free. */
  BitSet both() {
    BitSet both = inUseOrSpare();
    both.and(free);
    return both;
  }

  /** Returns the pages that are in use and claimed by a value that does not need them. */
  BitSet claimed() {
    BitSet claimed = (BitSet) used.clone();
    claimed.and(spare);
    return claimed;
  }

  /** Returns the pages of the file that are neither in use nor listed as free. */
  BitSet neither() {
    BitSet neither = new BitSet();
    neither.set(2, Math.max(2, (int) Math.min(pages, lastPage + 1)));
    neither.andNot(inUseOrSpare());
    neither.andNot(free);
    return neither;
  }

  /**
   * Returns how many pages are missing from the end of the file, not counting pages that the free
   * list names.
   */
  long missing() {
    return Math.max(0, lastPage + 1 - pages - freeBehindTheFile.size());
  }

  /** Returns page numbers as text, such as {@code 3-5, 9}; after eight ranges, "and more". */
  static String text(BitSet set) {
    StringBuilder text = new StringBuilder();
    int runs = 0;
    for (int from = set.nextSetBit(0); from >= 0; ) {
      int to = set.nextClearBit(from) - 1;
      if (++runs > 8) {
        return text + " and more";
      }
      text.append(runs == 1 ? "" : ", ").append(from == to ? "" + from : from + "-" + to);
      from = set.nextSetBit(to + 1);
    }
    return text.toString();
  }
}
