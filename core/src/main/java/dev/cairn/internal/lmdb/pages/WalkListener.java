package dev.cairn.internal.lmdb.pages;

import java.io.IOException;

/** Receives the pages that a walk over a B+tree enters, and the faults of these pages. */
interface WalkListener {
  /** The use of a page. */
  enum Kind {
    BRANCH,
    LEAF,
    OVERFLOW,
    /** Overflow pages that a value claims and does not need. They are not read. */
    SPARE
  }

  /**
   * A page is about to be read, or pages that follow each other.
   *
   * @return false to pass it over, because it was met before
   */
  boolean enter(long page, long count, Kind kind) throws IOException;

  /** A page, or a part of it, cannot be used, or is not as it should be. */
  void damaged(Damage damage);
}
