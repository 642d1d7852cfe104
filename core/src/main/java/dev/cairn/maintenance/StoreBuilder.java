package dev.cairn.maintenance;

import static dev.cairn.internal.checks.Arguments.positive;

import dev.cairn.internal.engine.Batch;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.lmdb.LmdbEngine;
import dev.cairn.internal.lmdb.StagedStore;
import dev.cairn.internal.lmdb.env.LmdbOptions;
import dev.cairn.internal.stored.NewCatalogue;
import dev.cairn.internal.stored.RowCounts;
import dev.cairn.internal.stored.RowMerge;
import dev.cairn.internal.stored.TypedRows;
import dev.cairn.maintenance.RestoreOptions.MergeMode;
import dev.cairn.record.KeyType;
import dev.cairn.record.Schema;
import dev.cairn.stored.GenericRow;
import dev.cairn.stored.StoredTable;
import dev.cairn.stored.StoredTables;
import dev.cairn.table.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds many rows to a store, so that other processes see either all of them or none.
 *
 * <p>It comes from {@link Maintenance#restore}. The rows go to a new store that no reader sees, in
 * a hidden directory within the store's own. At the end that becomes the store, where there is none
 * yet; else its rows are brought over in one transaction, which other processes see as a whole. If
 * it ends before, by a {@code kill -9} or a full disk, the store is as it was; the next one removes
 * the remains of a killed process from the hidden directory. It needs disk space for all rows, and
 * memory for some.
 *
 * <pre>{@code
 * RestoreOptions options = RestoreOptions.defaults().withTables(Memory.tables());
 * try (StoreBuilder builder = Maintenance.restore(directory, options)) {
 *   StoredTable notes = builder.declare("notes", List.of(KeyType.STRING), List.of(schema));
 *   builder.add(new GenericRow(notes, "", List.of("n1"), firstSchema, value));
 *   builder.finish(Duration.ofSeconds(10));
 * }
 * }</pre>
 *
 * <p>Rows that come in the order of their keys are taken quickest. Where the JVM ends before this
 * is closed, the hidden directory is removed as well. Confined to one thread.
 */
public final class StoreBuilder implements AutoCloseable {
  private final Path directory;
  private final RestoreOptions options;
  private final StagedStore staged;
  private final RawRows raw;

  /** Readers of the rows of tables whose classes are known, by the tables' ids. */
  private final Map<Integer, TypedRows> typed = new HashMap<>();

  private boolean rawTyped;
  private long rows;

  private StoreBuilder(Path directory, RestoreOptions options, StagedStore staged) {
    this.directory = directory;
    this.options = options;
    this.staged = staged;
    this.raw = new RawRows(staged);
  }

  /** Begins a restore; see {@link Maintenance#restore}. */
  static StoreBuilder in(Path directory, RestoreOptions options) {
    if (options.mode() == MergeMode.INTO_EMPTY && StagedStore.isAt(directory)) {
      try (StoreContents contents = contents(directory, options)) {
        RowMerge.requireEmpty(contents.bytes());
      }
    }
    return new StoreBuilder(directory, options, StagedStore.in(directory, options.mapBytes()));
  }

  private static StoreContents contents(Path directory, RestoreOptions options) {
    return StoreContents.open(
        directory, ContentsOptions.defaults().withMapSize(options.mapBytes()));
  }

  /**
   * Adds a table, whose rows can then be added.
   *
   * @param name its name
   * @param key the types of the key's components, at least one
   * @param schemas the schemas that its values may have, at least one
   * @return the table: its ids of schemas are in the order of the list
   * @throws IllegalArgumentException if the name is not that of a table, if the key has no
   *     component or there is no schema, or if the table was added before
   * @throws dev.cairn.IncompatibleRecordException if the table's class is known, and cannot read
   *     such rows
   */
  public StoredTable declare(String name, List<KeyType> key, List<Schema> schemas) {
    StoredTable table = NewCatalogue.add(staged.batch(), name, key, schemas);
    staged.written();
    options.tables().stream().filter(known -> known.name().equals(name)).forEach(this::addTyped);
    return table;
  }

  private void addTyped(Table<?, ?> table) {
    TypedRows reader = TypedRows.of(staged.batch(), table);
    if (reader != null) {
      typed.put(reader.id(), reader);
    }
  }

  /**
   * Adds a row.
   *
   * @param row the row, whose table {@link #declare} returned
   * @return false if there is a row of this key already, which stays as it is
   * @throws IllegalArgumentException if the key or the value does not fit the table
   * @throws dev.cairn.IncompatibleRecordException if the table's class is known, and it cannot hold
   *     the row, or one of the table's indexes cannot have it
   * @throws dev.cairn.StoreFullException if the disk is full
   */
  public boolean add(GenericRow row) {
    byte[] key = row.keyBytes();
    return add(key, row.valueBytes(key));
  }

  /**
   * Adds a row that is encoded already, perhaps by another thread.
   *
   * @param key the key, as {@link GenericRow#keyBytes()} returns it; kept
   * @param value the value, as {@link GenericRow#valueBytes} returns it
   * @return false if there is a row of this key already, which stays as it is
   * @throws dev.cairn.IncompatibleRecordException if the table's class is known, and it cannot hold
   *     the row, or one of the table's indexes cannot have it
   * @throws dev.cairn.StoreFullException if the disk is full
   * @hidden
   */
  public boolean add(byte[] key, byte[] value) {
    if (!typed.isEmpty()) {
      build(key, value);
    }
    boolean added = staged.add(key, value);
    rows += added ? 1 : 0;
    return added;
  }

  /** Builds the record of a row, if the class of its table is known. */
  private void build(byte[] key, byte[] value) {
    TypedRows reader = typed.get(StoredTables.id(key));
    if (reader != null) {
      Object unused = reader.entries(key, value);
    }
  }

  /**
   * Adds an entry of another store as bytes: first its catalogue, then its rows. Its header and the
   * entries of its indexes, which are built anew, are left out. Rows that the table's class refuses
   * are taken too, see {@link #requireReadable}.
   *
   * @param key the key, as it was stored; kept
   * @param value the value, as it was stored
   * @return whether it was a row, and not the header, a part of the catalogue or an index entry
   * @throws dev.cairn.CorruptRecordException if the catalogue or the value is damaged
   * @throws IllegalArgumentException if the key belongs to no table of the catalogue, if there is
   *     an entry of this key already, or if the header is of another format
   * @throws dev.cairn.StoreFullException if the disk is full
   * @hidden
   */
  public boolean addRaw(byte[] key, byte[] value) {
    boolean isRow = raw.add(key, value);
    rows += isRow ? 1 : 0;
    return isRow;
  }

  /**
   * Makes sure that programs can read a row that {@link #addRaw} has added.
   *
   * @param key its key
   * @param value its value
   * @throws dev.cairn.IncompatibleRecordException if the table's class is known, and it cannot hold
   *     the row, or no row of its table at all, or if one of the table's indexes cannot have the
   *     row
   * @hidden
   */
  public void requireReadable(byte[] key, byte[] value) {
    if (!rawTyped) {
      rawTyped = true;
      options.tables().forEach(this::addTyped);
    }
    build(key, value);
  }

  /**
   * Returns the number of rows that were added.
   *
   * @return the number
   */
  public long rows() {
    return rows;
  }

  /**
   * Makes the rows the store's: builds the indexes, waits until everything is on disk, and lets
   * others see it.
   *
   * @param timeout the longest time that the one transaction may wait for its turn, where there is
   *     a store
   * @return the fate of the rows
   * @throws dev.cairn.IncompatibleRecordException if a table of the store has other keys, if a
   *     class that is known cannot read what a table holds, or if an index of the store cannot be
   *     kept
   * @throws dev.cairn.StoreNotEmptyException if the store must be empty, and no longer is
   * @throws dev.cairn.StoreFullException if the disk is full
   * @throws dev.cairn.WriteTimeoutException if another process did not end its write in time
   */
  public MergeReport finish(Duration timeout) {
    positive("timeout", timeout);
    raw.end();
    NewCatalogue.buildIndexes(staged.batch(), options.tables());
    staged.finish();
    if (!StagedStore.isAt(directory) && staged.place()) {
      return new MergeReport(rows, 0, 0, 0, 0);
    }
    LmdbOptions engine = LmdbOptions.defaults().withMapBytes(options.mapBytes());
    try (StoreContents source = contents(staged.path(), options);
        Engine target = LmdbEngine.open(directory, engine)) {
      RowMerge merge = new RowMerge(source.bytes(), options.tables(), options.mode().ownRows());
      return target.write(batch -> mergeInto(batch, merge), timeout);
    }
  }

  private MergeReport mergeInto(Batch batch, RowMerge merge) {
    if (options.mode() == MergeMode.INTO_EMPTY) {
      RowMerge.requireEmpty(batch);
    }
    RowCounts counts = merge.into(batch);
    return new MergeReport(
        counts.added(), counts.changed(), counts.unchanged(), counts.kept(), counts.removed());
  }

  /** Removes the staged files; without {@link #finish} nothing has happened then. */
  @Override
  public void close() {
    staged.close();
  }

  /**
   * Counts the rows that an import added, changed, left unchanged, kept and removed.
   *
   * @param added rows that are new to the store
   * @param changed rows of the store that have another value now
   * @param unchanged rows that the store had with the same value
   * @param kept rows that were left out since the store had others of their keys
   * @param removed rows of the store that are gone
   */
  public record MergeReport(long added, long changed, long unchanged, long kept, long removed) {}
}
