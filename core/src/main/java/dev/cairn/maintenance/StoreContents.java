package dev.cairn.maintenance;

import static dev.cairn.internal.checks.Arguments.notNull;

import dev.cairn.internal.engine.Cursor;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.Range;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.engine.View;
import dev.cairn.internal.lmdb.LmdbDatabases;
import dev.cairn.internal.lmdb.LmdbEngine;
import dev.cairn.stored.GenericRow;
import dev.cairn.stored.StoredTable;
import dev.cairn.stored.StoredTables;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Reads everything that a store holds at one moment, without the record classes of its tables.
 *
 * <p>It comes from {@link Maintenance#contents}. Other processes may write meanwhile: their changes
 * are not seen here.
 *
 * <p>Rows are read one after the other and need no memory. As long as this is open the store cannot
 * reuse the space of what it shows. Confined to one thread at a time.
 */
public final class StoreContents implements AutoCloseable {
  private final Engine engine;
  private final Snapshot snapshot;
  private final StoredTables tables;

  private StoreContents(Engine engine) {
    this.engine = engine;
    Snapshot begun = engine.snapshot();
    try {
      this.tables = StoredTables.of(begun);
    } catch (RuntimeException | Error e) {
      begun.close();
      throw e;
    }
    this.snapshot = begun;
  }

  /** Opens the contents of a store; see {@link Maintenance#contents}. */
  static StoreContents open(Path directory, ContentsOptions options) {
    Engine engine = LmdbEngine.open(directory, options.engine());
    try {
      return new StoreContents(engine);
    } catch (RuntimeException | Error e) {
      engine.close();
      throw e;
    }
  }

  /**
   * Returns the store's version at this moment.
   *
   * @return the number of the last commit that is seen
   */
  public long version() {
    return snapshot.version();
  }

  /**
   * Returns the tables.
   *
   * @return the tables
   */
  public StoredTables tables() {
    return tables;
  }

  /**
   * Reads the rows of a table in the order of their keys: by namespace, then by key.
   *
   * @param table one of {@link #tables()}
   * @return a cursor before the first row
   */
  public RowCursor rows(StoredTable table) {
    return rows(table, table.prefix());
  }

  /**
   * Reads the rows of a table that belong to a namespace, in the order of their keys.
   *
   * @param table one of {@link #tables()}
   * @param namespace the namespace, "" for the default one
   * @return a cursor before the first row
   */
  public RowCursor rows(StoredTable table, String namespace) {
    return rows(table, table.prefix(notNull("namespace", namespace)));
  }

  private RowCursor rows(StoredTable table, byte[] prefix) {
    Cursor cursor = snapshot.scan(Range.prefix(prefix), View.Order.ASCENDING);
    return new RowCursor(table, cursor);
  }

  /** Returns the entries as bytes: rows, index entries, catalogue and all; valid until closed. */
  View bytes() {
    return snapshot;
  }

  /**
   * Counts the entries of the store, which costs the same for any number of them.
   *
   * @return the number of rows and index entries, with those that describe tables and format; not
   *     those of the change log
   */
  public long entries() {
    return LmdbDatabases.under(snapshot).dataEntries();
  }

  /**
   * Writes everything, the change log too, in the format of LMDB's {@code mdb_dump -a}, which
   * {@code mdb_load} reads.
   *
   * @param out the output, which is flushed and not closed
   * @param progress receives the number of entries that are written, on this thread
   * @return the number of entries
   * @throws IOException if the output cannot be written to
   * @throws dev.cairn.StorageException if the data file cannot be read
   */
  public long writeMdbDump(OutputStream out, ProgressListener progress) throws IOException {
    notNull("out", out);
    notNull("progress", progress);
    return new MdbDump(LmdbDatabases.under(snapshot), progress).write(out);
  }

  @Override
  public void close() {
    snapshot.close();
    engine.close();
  }

  /** Walks over the rows of a table, as long as the contents are open. */
  public static final class RowCursor implements AutoCloseable {
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
}
