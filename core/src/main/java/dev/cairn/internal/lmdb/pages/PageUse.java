package dev.cairn.internal.lmdb.pages;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/**
 * Records which pages of a file are in use and which are free, while a check walks over the file.
 * In a sound file each is one or the other: {@code mdb.c} says so at {@code MDB_page}.
 *
 * <p>It takes four bits a page at most of the file. The file may end before the last page that LMDB
 * counts: pages that one transaction both took and freed are never written, and only the free list
 * names them.
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
   * Notes pages of the file as in use; false if one of them was noted before.
   *
   * @param ofValue whether they hold a single value, and no entries
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
   * Notes pages of the file that a value claims and does not need. They are in use, but nothing
   * bears the claim out, so it does not keep others from using them.
   */
  void spare(long page, long count) {
    spare.set((int) page, (int) (page + count));
  }

  /** Returns whether a page of the file is claimed by a value that does not need it. */
  boolean isSpare(long page) {
    return spare.get((int) page);
  }

  /** Returns whether a page of the file is in use for a value alone. */
  boolean isOfValue(long page) {
    return values.get((int) page);
  }

  /** Notes a page from 2 to the last one as free; false if it was noted before. */
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

  /** Returns how many pages of the file are in use, without the two headers. */
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

  /** Returns how many pages the file should have and has not, besides those that are free. */
  long missing() {
    return Math.max(0, lastPage + 1 - pages - freeBehindTheFile.size());
  }

  /** Returns page numbers as text, {@code 3-5, 9}; those after the first few as their number. */
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
