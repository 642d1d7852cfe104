package dev.cairn.internal.lmdb;

import org.jspecify.annotations.Nullable;

/**
 * Tracks the open LMDB cursors of a transaction, because all must be closed before a change and
 * before the transaction ends.
 *
 * <p>Cursors are linked to each other, so that adding and removing one costs the same however many
 * there are, and takes no memory: the removal must not fail with a full heap.
 */
final class OpenCursors {
  private @Nullable LmdbCursor first;
  private int count;

  void add(LmdbCursor cursor) {
    LmdbCursor next = first;
    cursor.previous = null;
    cursor.next = next;
    if (next != null) {
      next.previous = cursor;
    }
    first = cursor;
    count++;
  }

  /** Removes a cursor that was added and not removed since. */
  void remove(LmdbCursor cursor) {
    LmdbCursor previous = cursor.previous;
    LmdbCursor next = cursor.next;
    if (previous == null) {
      first = next;
    } else {
      previous.next = next;
    }
    if (next != null) {
      next.previous = previous;
    }
    cursor.previous = null;
    cursor.next = null;
    count--;
  }

  /** Returns one of them, or null if there is none. */
  @Nullable LmdbCursor first() {
    return first;
  }

  int count() {
    return count;
  }
}
