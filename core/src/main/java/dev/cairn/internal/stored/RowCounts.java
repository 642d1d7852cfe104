package dev.cairn.internal.stored;

/** Counts the rows that a merge of two stores adds, changes, keeps and removes. */
public final class RowCounts {
  long added;
  long changed;
  long unchanged;
  long kept;
  long removed;

  RowCounts() {}

  /** Returns the number of rows that are new to the store. */
  public long added() {
    return added;
  }

  /** Returns the number of the store's rows that have another value now. */
  public long changed() {
    return changed;
  }

  /** Returns the number of rows that the store had with the same value. */
  public long unchanged() {
    return unchanged;
  }

  /** Returns the number of rows that were left out because the store had others of their keys. */
  public long kept() {
    return kept;
  }

  /** Returns the number of the store's rows that are gone. */
  public long removed() {
    return removed;
  }
}
