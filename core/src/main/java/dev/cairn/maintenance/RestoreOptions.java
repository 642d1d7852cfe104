package dev.cairn.maintenance;

import static dev.cairn.internal.checks.Arguments.notNull;

import dev.cairn.internal.lmdb.env.LmdbOptions;
import dev.cairn.internal.stored.RowMerge.OwnRows;
import dev.cairn.table.Table;
import java.util.Collection;
import java.util.List;

/** Sets the options for restoring rows into a store. Immutable. */
public final class RestoreOptions {
  private static final RestoreOptions DEFAULTS =
      new RestoreOptions(MergeMode.INTO_EMPTY, List.of(), LmdbOptions.DEFAULT_MAP_BYTES);

  private final MergeMode mode;
  private final List<Table<?, ?>> tables;
  private final long mapBytes;

  private RestoreOptions(MergeMode mode, List<Table<?, ?>> tables, long mapBytes) {
    this.mode = mode;
    this.tables = tables;
    this.mapBytes = mapBytes;
  }

  /**
   * Returns the options that refuse a store with rows, know no table, and have a map of 64 GiB.
   *
   * @return the options
   */
  public static RestoreOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Sets the fate of the rows that the store has already.
   *
   * @param chosen the mode
   * @return the changed options
   */
  public RestoreOptions withMode(MergeMode chosen) {
    return new RestoreOptions(notNull("chosen", chosen), tables, mapBytes);
  }

  /**
   * Sets the tables whose record classes are known: their rows are proved readable, and their
   * indexes are built. The indexes of other tables are built by the first write to them.
   *
   * @param known the tables, {@code Memory.tables()} and a caller's own
   * @return the changed options
   */
  public RestoreOptions withTables(Collection<? extends Table<?, ?>> known) {
    return new RestoreOptions(mode, List.copyOf(notNull("known", known)), mapBytes);
  }

  /**
   * Sets the size that the data file cannot outgrow, as {@link dev.cairn.CairnOptions#withMapSize}
   * does; it must hold the new rows, and where there is a store, that store with them.
   *
   * @param bytes the size, at least 1 MiB
   * @return the changed options
   */
  public RestoreOptions withMapSize(long bytes) {
    return new RestoreOptions(mode, tables, LmdbOptions.defaults().withMapBytes(bytes).mapBytes());
  }

  MergeMode mode() {
    return mode;
  }

  List<Table<?, ?>> tables() {
    return tables;
  }

  long mapBytes() {
    return mapBytes;
  }

  /** Decides between a store's own rows and those that a restore brings in. */
  public enum MergeMode {
    /** The store must be empty. */
    INTO_EMPTY(OwnRows.REPLACED),
    /** Own rows stay; a new row replaces the own row of its key. */
    MERGE(OwnRows.REPLACED),
    /** Own rows stay; a new row is left out if the store has its key. */
    KEEP(OwnRows.KEPT),
    /** Own rows are removed: afterwards the store has exactly the new rows. */
    REPLACE(OwnRows.REMOVED);

    private final OwnRows ownRows;

    MergeMode(OwnRows ownRows) {
      this.ownRows = ownRows;
    }

    OwnRows ownRows() {
      return ownRows;
    }
  }
}
