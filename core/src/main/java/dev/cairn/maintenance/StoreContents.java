package dev.cairn.maintenance;

import static dev.cairn.internal.checks.Arguments.notNull;

import dev.cairn.internal.engine.Cursor;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.Range;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.engine.View;
import dev.cairn.internal.lmdb.LmdbDatabases;
import dev.cairn.internal.lmdb.LmdbEngine;
import dev.cairn.stored.StoredTable;
import dev.cairn.stored.StoredTables;
import java.nio.file.Path;
import java.util.List;

/**
 * Everything that a store holds at one moment, readable without any record class.
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
   * Returns the LMDB databases of the store as LMDB's own tools see them.
   *
   * @return the databases, in LMDB's order of their names, valid until this is closed
   */
  public List<RawDatabase> databases() {
    LmdbDatabases databases = LmdbDatabases.under(snapshot);
    return databases.names().stream().map(name -> new RawDatabase(databases, name)).toList();
  }

  @Override
  public void close() {
    snapshot.close();
    engine.close();
  }
}
