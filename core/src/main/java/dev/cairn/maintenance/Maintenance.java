package dev.cairn.maintenance;

import static dev.cairn.internal.checks.Arguments.notNull;
import static dev.cairn.internal.checks.Arguments.positive;
import static dev.cairn.internal.checks.Arguments.storePath;

import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.stored.NamespaceRows;
import dev.cairn.internal.stored.Reindexing;
import dev.cairn.stored.IndexRepair;
import dev.cairn.table.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * What an operator does to a store while others use it; from {@code Cairn.maintenance()}.
 *
 * <p>Thread-safe. What changes the store is one transaction: all of it or nothing, also where its
 * process is killed; caches of all processes notice.
 */
public final class Maintenance {
  private final Engine engine;
  private final Duration timeout;

  /**
   * Makes the maintenance of a store.
   *
   * @param engine the store
   * @param timeout how long a write may wait for its turn, positive
   */
  public Maintenance(Engine engine, Duration timeout) {
    this.engine = notNull("engine", engine);
    this.timeout = positive("timeout", timeout);
  }

  /**
   * Copies the store as it is now into a new directory, and checks the copy: all of its pages, rows
   * and index entries are read before it gets its name. What a killed process left of a copy to the
   * same place is removed.
   *
   * @param destination the directory of the copy, which must not exist; readable by this user only
   * @param compact true to leave the space out that the store does not use, which takes longer
   * @return what was copied
   * @throws IllegalArgumentException if the destination exists
   * @throws IllegalStateException if the calling thread is inside a write of this store
   * @throws dev.cairn.StoreFullException if the disk is full; as after any failure, nothing is left
   *     of the copy
   * @throws dev.cairn.StorageException if the copy cannot be made, or is not sound; if it would be
   *     on a network file system; if another thread or process makes one at the same place; or if
   *     this thread is interrupted, which it stays
   */
  public CopyReport copyTo(Path destination, boolean compact) {
    return copyTo(destination, compact, CopyListener.NOBODY);
  }

  /**
   * Copies the store, and tells how far it has come.
   *
   * @param destination as above
   * @param compact as above
   * @param listener is told how far the copy has come, on this thread
   * @return what was copied
   */
  public CopyReport copyTo(Path destination, boolean compact, CopyListener listener) {
    return new HotCopy(engine, compact, notNull("listener", listener))
        .make(storePath("destination", destination));
  }

  /**
   * Makes the index entries of tables those of their rows: adds what is missing, deletes what is
   * surplus.
   *
   * @param tables the tables, with their classes: only they know the indexed values
   * @return what was done, a table each
   * @throws dev.cairn.IncompatibleRecordException if the store has an index that the table does not
   *     declare
   */
  public List<IndexRepair> reindex(Collection<? extends Table<?, ?>> tables) {
    return reindex(tables, looked -> {});
  }

  /**
   * Makes the index entries of tables those of their rows, and tells how far it has come.
   *
   * @param tables as above
   * @param progress is told how many rows and entries of a table were looked at, on another thread
   * @return as above
   */
  public List<IndexRepair> reindex(
      Collection<? extends Table<?, ?>> tables, LongConsumer progress) {
    List<Table<?, ?>> all = List.copyOf(notNull("tables", tables));
    notNull("progress", progress);
    return engine.write(
        batch -> all.stream().map(table -> Reindexing.of(batch, table, progress)).toList(),
        timeout);
  }

  /**
   * Takes the indexes of a table from the store, for a table whose classes are elsewhere: the next
   * write to it by a program that has them builds them from the rows. Until then, that program
   * cannot read by them.
   *
   * @param table the name of the table
   * @return the names of the indexes
   * @throws IllegalArgumentException if the store has no such table
   */
  public Set<String> forgetIndexes(String table) {
    return engine.write(batch -> Reindexing.forget(batch, table), timeout);
  }

  /**
   * Counts the rows of a namespace.
   *
   * @param namespace the namespace, "" for the default one
   * @return how many rows each table has in it, by name; tables without any are left out
   */
  public Map<String, Long> countNamespace(String namespace) {
    try (Snapshot snapshot = engine.snapshot()) {
      return NamespaceRows.count(snapshot, namespace);
    }
  }

  /**
   * Deletes all rows and index entries of a namespace, in all tables, a caller's own included.
   *
   * @param namespace the namespace, "" for the default one
   * @return how many rows went from each table, by name; tables that had none are left out
   */
  public Map<String, Long> dropNamespace(String namespace) {
    return dropNamespace(namespace, rows -> {});
  }

  /**
   * Deletes a namespace, and tells how far it has come.
   *
   * @param namespace as above
   * @param progress is told how many rows went so far, on another thread
   * @return as above
   */
  public Map<String, Long> dropNamespace(String namespace, LongConsumer progress) {
    notNull("namespace", namespace);
    notNull("progress", progress);
    return engine.write(batch -> NamespaceRows.delete(batch, namespace, progress), timeout);
  }

  /**
   * Follows what all processes change from now on.
   *
   * @return the changes, to be read by one thread
   */
  public ChangeFeed changes() {
    return new ChangeFeed(engine, engine.version());
  }

  /**
   * Follows what all processes have changed since a version, and change from now on.
   *
   * @param since the version; what later ones changed is told
   * @return the changes, to be read by one thread
   * @throws IllegalArgumentException if it is negative, or the store has not come so far
   */
  public ChangeFeed changesSince(long since) {
    long version = engine.version();
    if (since < 0 || since > version) {
      throw new IllegalArgumentException(
          "since must be a version from 0 to %d, which is the store's: %d"
              .formatted(version, since));
    }
    return new ChangeFeed(engine, since);
  }
}
