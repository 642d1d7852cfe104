package dev.cairn.maintenance;

import static dev.cairn.internal.checks.Arguments.notNull;

import dev.cairn.internal.lmdb.env.LmdbOptions;
import dev.cairn.table.Table;
import java.util.Collection;
import java.util.List;

/** Sets the options for copying the readable rows of a damaged store into a new one. Immutable. */
public final class SalvageOptions {
  private static final SalvageOptions DEFAULTS =
      new SalvageOptions(List.of(), LmdbOptions.DEFAULT_MAP_BYTES, ProgressListener.none());

  private final List<Table<?, ?>> tables;
  private final long mapBytes;
  private final ProgressListener progress;

  private SalvageOptions(List<Table<?, ?>> tables, long mapBytes, ProgressListener progress) {
    this.tables = tables;
    this.mapBytes = mapBytes;
    this.progress = progress;
  }

  /**
   * Returns the options without tables and without progress, and with a map of 64 GiB.
   *
   * @return the options
   */
  public static SalvageOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Sets the tables whose record classes are known. Their indexes are built, and their part of the
   * catalogue is made anew where it is lost. The indexes of other tables are built by the next
   * write of the program that knows them.
   *
   * @param known the tables, such as {@code Memory.tables()}
   * @return the changed options
   */
  public SalvageOptions withTables(Collection<? extends Table<?, ?>> known) {
    return new SalvageOptions(List.copyOf(notNull("known", known)), mapBytes, progress);
  }

  /**
   * Sets the size that the data file of the new store cannot outgrow while it is filled; see {@link
   * dev.cairn.CairnOptions#withMapSize}.
   *
   * @param bytes the size, at least 1 MiB
   * @return the changed options
   */
  public SalvageOptions withMapSize(long bytes) {
    return new SalvageOptions(
        tables, LmdbOptions.defaults().withMapBytes(bytes).mapBytes(), progress);
  }

  /**
   * Sets the receiver of the progress, which is called on the thread that salvages.
   *
   * @param receiver the receiver
   * @return the changed options
   */
  public SalvageOptions withProgress(ProgressListener receiver) {
    return new SalvageOptions(tables, mapBytes, notNull("receiver", receiver));
  }

  List<Table<?, ?>> tables() {
    return tables;
  }

  long mapBytes() {
    return mapBytes;
  }

  ProgressListener progress() {
    return progress;
  }
}
