package dev.cairn.internal.stored;

import static dev.cairn.internal.checks.Arguments.notNull;

import dev.cairn.internal.engine.Batch;
import dev.cairn.internal.engine.Cursor;
import dev.cairn.internal.engine.Range;
import dev.cairn.internal.engine.View;
import dev.cairn.internal.key.KeyRange;
import dev.cairn.internal.key.RowPrefix;
import dev.cairn.internal.table.Catalogue;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/** Counts and deletes the rows of a namespace in all tables of a store. */
public final class NamespaceRows {
  private NamespaceRows() {}

  /**
   * Counts the rows of a namespace.
   *
   * @param view the view to read from
   * @param namespace the namespace, "" for the default one
   * @return the number of rows that each table has in it, by the table's name; tables without any
   *     are left out
   */
  public static Map<String, Long> count(View view, String namespace) {
    Map<String, Long> rows = new TreeMap<>();
    Catalogue.tables(view)
        .forEach(
            (name, entry) -> {
              if (!Catalogue.isIndex(name)) {
                add(rows, name, count(view, range(entry, namespace)));
              }
            });
    return rows;
  }

  private static long count(View view, Range range) {
    long count = 0;
    try (Cursor cursor = view.scan(range, View.Order.ASCENDING)) {
      while (cursor.next()) {
        count++;
      }
    }
    return count;
  }

  /**
   * Deletes the rows of a namespace and their index entries, and says in the change log that
   * anything may have changed, since no log has room for all of their keys.
   *
   * @param batch the batch to delete in
   * @param namespace the namespace, "" for the default one
   * @param progress is told how many rows went so far
   * @return the number of rows deleted from each table, by the table's name; tables that had none
   *     are left out
   */
  public static Map<String, Long> delete(Batch batch, String namespace, LongConsumer progress) {
    Map<String, Long> rows = new TreeMap<>();
    long before = 0;
    boolean changed = false;
    for (Map.Entry<String, Catalogue.TableEntry> table : Catalogue.tables(batch).entrySet()) {
      boolean index = Catalogue.isIndex(table.getKey());
      long base = before;
      long deleted =
          delete(
              batch,
              range(table.getValue(), namespace),
              index ? count -> {} : count -> progress.accept(base + count));
      changed |= deleted > 0;
      if (!index) {
        add(rows, table.getKey(), deleted);
        before += deleted;
      }
    }
    if (changed) {
      batch.logEverything();
    }
    return rows;
  }

  /** Deletes all that is in a range, and returns how much that was. */
  public static long delete(Batch batch, Range range, LongConsumer progress) {
    long deleted = 0;
    try (Cursor cursor = batch.scan(range, View.Order.ASCENDING)) {
      while (cursor.next()) {
        batch.delete(cursor.key());
        deleted++;
        progress.accept(deleted);
      }
    }
    return deleted;
  }

  private static void add(Map<String, Long> rows, String table, long count) {
    if (count > 0) {
      rows.put(table, count);
    }
  }

  private static Range range(Catalogue.TableEntry entry, String namespace) {
    byte[] prefix = RowPrefix.of(entry.id(), notNull("namespace", namespace));
    return new Range(prefix, KeyRange.endOf(prefix));
  }
}
