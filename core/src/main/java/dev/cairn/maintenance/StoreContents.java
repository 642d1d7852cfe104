package dev.cairn.maintenance;

import static dev.cairn.internal.checks.Arguments.notNull;
import static dev.cairn.internal.checks.Arguments.storePath;

import dev.cairn.internal.engine.Cursor;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.Range;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.engine.View;
import dev.cairn.internal.lmdb.LmdbDatabases;
import dev.cairn.internal.lmdb.LmdbEngine;
import dev.cairn.internal.lmdb.LmdbOptions;
import dev.cairn.stored.StoredTable;
import dev.cairn.stored.StoredTables;
import java.nio.file.Path;

/**
 * Everything that a store holds at one moment, readable without any class. Other processes may
 * write meanwhile: nothing of it is seen here.
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

  /**
   * Looks into the store in a directory, for reading only.
   *
   * @param directory the directory
   * @return its contents
   * @throws dev.cairn.StoreOpenException if there is no store, or if it cannot be opened; also if
   *     this JVM has it open for writing
   * @throws dev.cairn.CorruptRecordException if what the store says of its tables is damaged
   */
  public static StoreContents open(Path directory) {
    return open(directory, LmdbOptions.DEFAULT_MAP_BYTES);
  }

  /**
   * Looks into the store in a directory, for reading only, with a map of a size.
   *
   * @param directory the directory
   * @param mapBytes the size of the map as {@link dev.cairn.CairnOptions#withMapSize} has it, for
   *     processes with little address space
   * @return its contents
   * @throws dev.cairn.StoreOpenException if there is no store, or if it cannot be opened; also if
   *     this JVM has it open for writing
   * @throws dev.cairn.CorruptRecordException if the rows that describe the tables are damaged
   */
  public static StoreContents open(Path directory, long mapBytes) {
    LmdbOptions defaults = LmdbOptions.defaults();
    LmdbOptions options =
        new LmdbOptions(true, defaults.durability(), mapBytes, defaults.maxReaders());
    Engine engine = LmdbEngine.open(storePath("directory", directory), options);
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

  /**
   * Returns what is seen as bytes: rows, index entries, catalogue and all.
   *
   * @return the view, valid until this is closed
   */
  public View bytes() {
    return snapshot;
  }

  /**
   * Returns the LMDB databases that all this is kept in, as LMDB's own tools see them.
   *
   * @return the databases, valid until this is closed
   */
  public LmdbDatabases databases() {
    return LmdbDatabases.under(snapshot);
  }

  @Override
  public void close() {
    snapshot.close();
    engine.close();
  }
}
