package dev.cairn.maintenance;

import dev.cairn.internal.engine.Cursor;

/** A walk over the entries of an LMDB database; it ends with the contents that it is of. */
public final class RawCursor implements AutoCloseable {
  private final Cursor cursor;

  RawCursor(Cursor cursor) {
    this.cursor = cursor;
  }

  /**
   * Moves to the next entry.
   *
   * @return false if there is none
   */
  public boolean next() {
    return cursor.next();
  }

  /**
   * Returns the key of the entry that {@link #next()} moved to.
   *
   * @return a copy
   */
  public byte[] key() {
    return cursor.key();
  }

  /**
   * Returns the value of the entry that {@link #next()} moved to.
   *
   * @return a copy
   */
  public byte[] value() {
    return cursor.value();
  }

  @Override
  public void close() {
    cursor.close();
  }
}
