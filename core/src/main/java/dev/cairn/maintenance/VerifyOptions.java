package dev.cairn.maintenance;

import static dev.cairn.internal.checks.Arguments.notNull;

import dev.cairn.table.Table;
import java.util.Collection;
import java.util.List;

/**
 * Sets the options for verifying a store: the thoroughness, the known tables, and a receiver of the
 * progress. Immutable.
 */
public final class VerifyOptions {
  private static final VerifyOptions SHALLOW =
      new VerifyOptions(false, List.of(), ProgressListener.none());
  private static final VerifyOptions DEEP =
      new VerifyOptions(true, List.of(), ProgressListener.none());

  private final boolean deep;
  private final List<Table<?, ?>> tables;
  private final ProgressListener progress;

  private VerifyOptions(boolean deep, List<Table<?, ?>> tables, ProgressListener progress) {
    this.deep = deep;
    this.tables = tables;
    this.progress = progress;
  }

  /**
   * Returns options for checking every row, index entry and page in use.
   *
   * @return the options, without tables and without progress
   */
  public static VerifyOptions shallow() {
    return SHALLOW;
  }

  /**
   * Returns options for checking also the free pages and the free list, and thus every page of the
   * file.
   *
   * @return the options, without tables and without progress
   */
  public static VerifyOptions deep() {
    return DEEP;
  }

  /**
   * Sets the tables whose record classes are known: each of their rows is checked against its index
   * entries. In other tables, only the existence of each entry's row is checked.
   *
   * @param known the tables, such as {@code Memory.tables()}
   * @return the changed options
   */
  public VerifyOptions withTables(Collection<? extends Table<?, ?>> known) {
    return new VerifyOptions(deep, List.copyOf(notNull("known", known)), progress);
  }

  /**
   * Sets the receiver of the progress, which is called on the thread that verifies.
   *
   * @param receiver the receiver
   * @return the changed options
   */
  public VerifyOptions withProgress(ProgressListener receiver) {
    return new VerifyOptions(deep, tables, notNull("receiver", receiver));
  }

  boolean isDeep() {
    return deep;
  }

  List<Table<?, ?>> tables() {
    return tables;
  }

  ProgressListener progress() {
    return progress;
  }
}
