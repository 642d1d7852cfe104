package dev.cairn.maintenance;

import static dev.cairn.internal.checks.Arguments.notNull;
import static dev.cairn.internal.checks.Arguments.positive;
import static dev.cairn.internal.checks.Arguments.storePath;

import dev.cairn.internal.engine.Batch;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.stored.NamespaceRows;
import dev.cairn.internal.stored.Reindexing;
import dev.cairn.maintenance.ProgressListener.Step;
import dev.cairn.table.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * Offers the operations on whole stores: verify, salvage, restore, copy, read all contents, repair
 * indexes, drop namespaces, and follow changes.
 *
 * <p>The static methods take the path of a store, which no program need have open; the methods of
 * an instance work on an open store, and come from {@code Cairn.maintenance()}. Each work is one
 * method, with its options as the last argument: a value that says how it is done, and often has a
 * {@link ProgressListener}; or the listener alone, where there is nothing else to choose.
 *
 * <p>Thread-safe. A change to an open store is one transaction: all of it or nothing, also where
 * its process is killed; the caches of all processes notice.
 */
public final class Maintenance {
  private final Engine engine;
  private final Duration timeout;

  /**
   * Makes the maintenance of an open store, for {@code Cairn.maintenance()}.
   *
   * @param engine the store
   * @param timeout the longest time that a write may wait for its turn, positive
   * @hidden
   */
  public Maintenance(Engine engine, Duration timeout) {
    this.engine = notNull("engine", engine);
    this.timeout = positive("timeout", timeout);
  }

  /**
   * Reads a whole store and proves it sound, or reports everything that is wrong with it.
   *
   * <p>Of every row it checks the checksum, the schema and the key; of every index entry, its row;
   * of every row of the tables of the options, that it has its index entries, no more and no fewer.
   * It also checks the catalogue, the format, the change log and every page of the trees; and with
   * {@link VerifyOptions#deep()} the list of free pages, and that each page of the file is either
   * in use, once, or free.
   *
   * <p>The store may be in use, and may be so damaged that nothing else opens it.
   *
   * @param directory the directory of the store
   * @param options the thoroughness, the tables and the progress
   * @return the report
   * @throws dev.cairn.StoreOpenException if there is no store at all
   * @throws dev.cairn.StorageException if the file cannot be read
   */
  public static VerifyReport verify(Path directory, VerifyOptions options) {
    return Verification.of(storePath("directory", directory), notNull("options", options));
  }

  /**
   * Brings the rows of a damaged store into a new one, and reports those that it could not bring.
   *
   * <p>The damaged store is only read, and never opened by LMDB. No program may write to it
   * meanwhile.
   *
   * @param from the directory of the damaged store
   * @param to the directory of the new store, which does not exist or holds no rows
   * @param options the tables, the size of the map and the progress
   * @return the report
   * @throws IllegalArgumentException if both directories are the same
   * @throws dev.cairn.StoreOpenException if there is no store at all, or none can be made
   * @throws dev.cairn.StoreNotEmptyException if the new store has rows already
   * @throws dev.cairn.StoreFullException if the disk or the map of the new store is full
   * @throws dev.cairn.StorageException if the file cannot be read, or a program writes to it
   */
  public static SalvageReport salvage(Path from, Path to, SalvageOptions options) {
    return Salvage.into(storePath("from", from), storePath("to", to), notNull("options", options));
  }

  /**
   * Begins to bring many rows into a store, all of them at one moment or none at all. Programs may
   * have the store open.
   *
   * @param directory the directory of the store; made if need be
   * @param options the fate of the rows that the store has, the tables and the size of the map
   * @return the builder, which takes the rows and which the caller closes
   * @throws dev.cairn.StoreOpenException if there can be no store
   * @throws dev.cairn.StoreNotEmptyException if the store must be empty, and is not
   */
  public static StoreBuilder restore(Path directory, RestoreOptions options) {
    return StoreBuilder.in(storePath("directory", directory), notNull("options", options));
  }

  /**
   * Opens a snapshot of everything that a store holds, readable without any record class.
   *
   * @param directory the directory of the store
   * @param options the size of the map
   * @return the contents, which the caller closes
   * @throws dev.cairn.StoreOpenException if there is no store, or if it cannot be opened; also if
   *     this JVM has it open for writing
   * @throws dev.cairn.CorruptRecordException if the rows that describe the tables are damaged
   */
  public static StoreContents contents(Path directory, ContentsOptions options) {
    return StoreContents.open(storePath("directory", directory), notNull("options", options));
  }

  /**
   * Copies the store as it is now into a new directory, and checks the copy: all of its pages, rows
   * and index entries are read before it gets its name. The remains that a killed process left of a
   * copy to the same place are removed.
   *
   * @param destination the directory of the copy, which must not exist; readable by this user only
   * @param options whether unused space is left out, and the progress
   * @return the figures of the copy
   * @throws IllegalArgumentException if the destination exists
   * @throws IllegalStateException if the calling thread is inside a write of this store
   * @throws dev.cairn.StoreFullException if the disk is full; as after any failure, nothing is left
   *     of the copy
   * @throws dev.cairn.StorageException if the copy cannot be made, or is not sound; if it would be
   *     on a network file system; if another thread or process makes one at the same place; or if
   *     this thread is interrupted, which it stays
   */
  public CopyReport copyTo(Path destination, CopyOptions options) {
    return new HotCopy(engine, notNull("options", options))
        .make(storePath("destination", destination));
  }

  /**
   * Makes the index entries of tables those of their rows: adds the missing ones, and deletes the
   * surplus ones.
   *
   * @param tables the tables, with their classes: only they know the indexed values
   * @param progress receives the number of rows and entries of a table that were looked at, on
   *     another thread; {@link ProgressListener#none()} for no one
   * @return the repairs, one for each table
   * @throws dev.cairn.IncompatibleRecordException if the store has an index that the table does not
   *     declare
   */
  public List<IndexRepair> reindex(
      Collection<? extends Table<?, ?>> tables, ProgressListener progress) {
    List<Table<?, ?>> all = List.copyOf(notNull("tables", tables));
    notNull("progress", progress);
    return engine.write(
        batch -> all.stream().map(table -> repair(batch, table, progress)).toList(), timeout);
  }

  private static IndexRepair repair(Batch batch, Table<?, ?> table, ProgressListener progress) {
    Reindexing.Repair done = Reindexing.of(batch, table, at(progress, Step.INDEXING));
    return new IndexRepair(
        table.name(), done.rows(), done.missing(), done.surplus(), done.unreadable());
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
   * @return the number of rows that each table has in it, by name; tables without any are left out
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
   * @param progress receives the number of rows that are deleted, on another thread; {@link
   *     ProgressListener#none()} for no one
   * @return the number of rows that went from each table, by name; tables that had none are left
   *     out
   */
  public Map<String, Long> dropNamespace(String namespace, ProgressListener progress) {
    notNull("namespace", namespace);
    notNull("progress", progress);
    return engine.write(
        batch -> NamespaceRows.delete(batch, namespace, at(progress, Step.DELETING)), timeout);
  }

  private static LongConsumer at(ProgressListener progress, Step step) {
    return done -> progress.at(step, done);
  }

  /**
   * Follows the changes of all processes from now on.
   *
   * @return the changes, to be read by one thread
   */
  public ChangeFeed changes() {
    return new ChangeFeed(engine, engine.version());
  }

  /**
   * Follows the changes of all processes since a version.
   *
   * @param since the version; the changes of later ones are told
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

  /**
   * Reports the number of entries and the size of a finished copy.
   *
   * @param entries rows and index entries
   * @param bytes the size of its data file
   */
  public record CopyReport(long entries, long bytes) {}

  /**
   * Reports how a reindex corrected one table: the entries that it added and removed, and the rows
   * whose entries it could not compute.
   *
   * @param table the table's name
   * @param rows the rows of the table
   * @param missing the entries that were not there, and were added
   * @param surplus the entries that belonged to no row, and were removed
   * @param unreadable the rows that are damaged, or hold a value that the record class cannot, so
   *     that their entries cannot be computed; the entries that they have stay
   */
  public record IndexRepair(String table, long rows, long missing, long surplus, long unreadable) {}
}
