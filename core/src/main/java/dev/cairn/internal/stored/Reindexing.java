package dev.cairn.internal.stored;

import static dev.cairn.internal.checks.Arguments.notNull;

import dev.cairn.CorruptRecordException;
import dev.cairn.IncompatibleRecordException;
import dev.cairn.internal.engine.Batch;
import dev.cairn.internal.engine.Cursor;
import dev.cairn.internal.engine.View;
import dev.cairn.internal.key.RowPrefix;
import dev.cairn.internal.table.Binding;
import dev.cairn.internal.table.Bindings;
import dev.cairn.internal.table.Catalogue;
import dev.cairn.internal.table.IndexEntries;
import dev.cairn.table.Index;
import dev.cairn.table.Table;
import java.util.Set;
import java.util.function.LongConsumer;

/** Repairs the index entries of tables from their rows, or removes indexes from a store. */
public final class Reindexing {
  private Reindexing() {}

  /**
   * Counts the corrections of one table.
   *
   * @param rows its rows
   * @param missing the entries that were added
   * @param surplus the entries that were deleted
   * @param unreadable the rows whose entries cannot be computed
   */
  public record Repair(long rows, long missing, long surplus, long unreadable) {}

  /**
   * Brings the index entries of a table in order, in memory that does not grow with the table: adds
   * those that its rows lack, and deletes those of no row.
   *
   * <p>Indexes that the store does not have yet are left to the next write to the table.
   *
   * @param batch the batch to work in
   * @param table the table; one that the store does not have is an empty one
   * @param progress is told how many rows and entries were looked at so far
   * @return the counts
   * @throws dev.cairn.IncompatibleRecordException if the table cannot read what is stored, or the
   *     store has an index that it does not declare
   */
  public static Repair of(Batch batch, Table<?, ?> table, LongConsumer progress) {
    Bindings.refuseUnknownIndexes(batch, notNull("table", table));
    Binding<?, ?> binding = Bindings.load(batch, table);
    return binding == null
        ? new Repair(0, 0, 0, 0)
        : new Run<>(batch, binding, progress).repaired();
  }

  /**
   * Takes the indexes of a table from the store, for a table whose classes are elsewhere: the next
   * write of a program that has them builds them anew.
   *
   * @param batch the batch to work in
   * @param table the table's name
   * @return the names of the indexes that were there
   * @throws IllegalArgumentException if the store has no such table
   */
  public static Set<String> forget(Batch batch, String table) {
    if (Catalogue.table(batch, notNull("table", table)) == null) {
      throw new IllegalArgumentException(
          "the store has no table '%s'; it has %s"
              .formatted(
                  table,
                  String.join(
                      ", ",
                      Catalogue.tables(batch).keySet().stream()
                          .filter(name -> !Catalogue.isIndex(name))
                          .toList())));
    }
    Set<String> indexes = Catalogue.indexesOf(batch, table);
    for (String index : indexes) {
      String name = Catalogue.indexName(table, index);
      Catalogue.TableEntry entry = Catalogue.table(batch, name);
      if (entry != null) {
        NamespaceRows.delete(batch, RowPrefix.all(entry.id()), count -> {});
        Catalogue.removeTable(batch, name);
      }
    }
    if (!indexes.isEmpty()) {
      batch.logEverything(); // other writes of this batch must not use them any more
    }
    return indexes;
  }

  /** The repair of one table. */
  private static final class Run<K, V extends Record> {
    private final Batch batch;
    private final Binding<K, V> binding;
    private final LongConsumer progress;
    private long looked;
    private long rows;
    private long missing;
    private long surplus;
    private long unreadable;

    Run(Batch batch, Binding<K, V> binding, LongConsumer progress) {
      this.batch = batch;
      this.binding = binding;
      this.progress = progress;
    }

    Repair repaired() {
      addMissing();
      for (Index<? super V, ?> index : binding.table.indexes()) {
        deleteSurplus(index);
      }
      if (missing + surplus > 0) {
        batch.logEverything(); // no row has changed, and yet answers that went by an index have
      }
      return new Repair(rows, missing, surplus, unreadable);
    }

    private void addMissing() {
      try (Cursor cursor = batch.scan(RowPrefix.all(binding.id), View.Order.ASCENDING)) {
        while (cursor.next()) {
          rows++;
          progress.accept(++looked);
          try {
            for (byte[] entry : binding.entriesOf(batch, cursor.key(), cursor.value())) {
              missing += batch.put(entry, IndexEntries.NOTHING) ? 1 : 0;
            }
          } catch (CorruptRecordException | IncompatibleRecordException e) {
            unreadable++;
          }
        }
      }
    }

    private <I> void deleteSurplus(Index<? super V, I> index) {
      Integer id = binding.indexId(index);
      if (id == null) {
        return;
      }
      try (Cursor cursor = batch.scan(RowPrefix.all(id), View.Order.ASCENDING)) {
        while (cursor.next()) {
          byte[] entry = cursor.key();
          progress.accept(++looked);
          if (!belongs(index, entry)) {
            batch.delete(entry);
            surplus++;
          }
        }
      }
    }

    private boolean belongs(Index<? super V, ?> index, byte[] entry) {
      byte[] rowKey;
      try {
        rowKey = binding.entries.rowKey(index, entry);
      } catch (CorruptRecordException e) {
        return false;
      }
      byte[] value = batch.get(rowKey);
      try {
        return value != null && binding.entriesOf(batch, rowKey, value).contains(entry);
      } catch (CorruptRecordException | IncompatibleRecordException e) {
        return true; // perhaps: the row is damaged, or a newer program's
      }
    }
  }
}
