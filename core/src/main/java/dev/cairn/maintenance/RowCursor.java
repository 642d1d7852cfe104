package dev.cairn.maintenance;

import dev.cairn.internal.engine.Cursor;
import dev.cairn.stored.GenericRow;
import dev.cairn.stored.StoredTable;

/** A walk over the rows of a table; it ends with the contents that it is of. */
public final class RowCursor implements AutoCloseable {
  private final StoredTable table;
  private final Cursor cursor;

  RowCursor(StoredTable table, Cursor cursor) {
    this.table = table;
    this.cursor = cursor;
  }

  /**
   * Moves to the next row.
   *
   * @return false if there is none
   */
  public boolean next() {
    return cursor.next();
  }

  /**
   * Reads the row that {@link #next()} moved to.
   *
   * @return the row
   * @throws dev.cairn.CorruptRecordException if it is damaged; the walk can go on
   */
  public GenericRow row() {
    return table.read(cursor.key(), cursor.value());
  }

  @Override
  public void close() {
    cursor.close();
  }
}
