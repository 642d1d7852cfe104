package dev.cairn.internal.stored;

import dev.cairn.IncompatibleRecordException;
import dev.cairn.StoreNotEmptyException;
import dev.cairn.internal.checks.Arguments;
import dev.cairn.internal.engine.Batch;
import dev.cairn.internal.engine.Cursor;
import dev.cairn.internal.engine.Range;
import dev.cairn.internal.engine.View;
import dev.cairn.internal.key.TupleWriter;
import dev.cairn.internal.table.Binding;
import dev.cairn.internal.table.Bindings;
import dev.cairn.internal.table.Catalogue;
import dev.cairn.stored.StoredTable;
import dev.cairn.stored.StoredTables;
import dev.cairn.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Merges the rows of one store into another, in one transaction of the other.
 *
 * <p>Tables and schemas keep the ids that they have there, since other processes know them; the
 * rows are written for these. Indexes are kept where the table is given with its class. A row of
 * another table that has an index cannot be written, as its entries can be made by its class only.
 */
public final class RowMerge {
  /** The fates that a merge can give to the rows that the target has. */
  public enum OwnRows {
    /** A row gives way to a new one of its key; the others stay. */
    REPLACED,
    /** All of them stay; a new row of the same key is left out. */
    KEPT,
    /** Only the new rows are there afterwards. */
    REMOVED
  }

  private final View source;
  private final StoredTables sourceTables;
  private final OwnRows ownRows;
  private final Map<String, Table<?, ?>> typed = new HashMap<>();

  /**
   * Prepares a merge.
   *
   * @param source the rows to bring in; read whenever {@link #into} is called
   * @param tables the tables whose classes are known
   * @param ownRows the fate of the rows that the target has
   */
  public RowMerge(View source, Collection<? extends Table<?, ?>> tables, OwnRows ownRows) {
    this.source = Arguments.notNull("source", source);
    this.sourceTables = StoredTables.of(source);
    this.ownRows = Arguments.notNull("ownRows", ownRows);
    tables.forEach(table -> typed.put(table.name(), table));
  }

  /**
   * Writes the rows.
   *
   * @param target the transaction; it is to be given up if this throws
   * @return the numbers of rows, by their fate
   * @throws IncompatibleRecordException if a table has other keys there, if a class that is known
   *     cannot read its values, or if a table's index cannot be kept
   */
  public RowCounts into(Batch target) {
    StoredTables there = StoredTables.of(target);
    RowCounts counts = new RowCounts();
    List<TableMerge> merges = new ArrayList<>();
    for (StoredTable from : sourceTables.all()) {
      merges.add(merge(target, there, from));
    }
    if (ownRows == OwnRows.REMOVED) {
      for (StoredTable to : there.all()) {
        remove(target, to, counts);
      }
    }
    for (TableMerge merge : merges) {
      merge.run(ownRows, counts);
    }
    target.logEverything();
    return counts;
  }

  /**
   * Refuses a store that has rows.
   *
   * @param view the store
   * @throws StoreNotEmptyException if it has some
   */
  public static void requireEmpty(View view) {
    Range rows = new Range(new TupleWriter().writeLong(Catalogue.ID + 1L).toBytes(), null);
    try (Cursor cursor = view.scan(rows, View.Order.ASCENDING)) {
      if (cursor.next()) {
        StoredTable table = StoredTables.of(view).ofRow(cursor.key());
        throw new StoreNotEmptyException(
            "the store has rows%s; merge the new ones into them, keep them, or replace them"
                .formatted(table == null ? "" : ", some in " + table));
      }
    }
  }

  private TableMerge merge(Batch target, StoredTables there, StoredTable from) {
    Table<?, ?> table = typed.get(from.name());
    StoredTable to = there.named(from.name()).orElse(null);
    if (to != null && !to.key().equals(from.key())) {
      throw new IncompatibleRecordException(
          "%s has keys of %s in the store, and the new rows have keys of %s; leave the table out, or bring the rows into another store"
              .formatted(from, to.key(), from.key()));
    }
    RowWriter writer =
        table == null ? RowWriter.untyped(target, from, to) : typedWriter(target, from, table);
    return new TableMerge(source, from, target, writer, schemas(target, from));
  }

  private static <K, V extends Record> RowWriter typedWriter(
      Batch target, StoredTable from, Table<K, V> table) {
    Bindings.requireKey(table.toString(), from.keyText(), table.key());
    from.schemas().forEach((id, schema) -> Binding.reader(table, id, schema.toString()));
    return RowWriter.typed(target, Bindings.register(target, table));
  }

  /** Returns the ids that the schemas of a table have in the target, adding what is new there. */
  private static Map<Integer, Integer> schemas(Batch target, StoredTable from) {
    Map<String, Integer> known = new HashMap<>();
    Catalogue.schemas(target)
        .forEach(
            (id, entry) -> {
              if (entry.table().equals(from.name())) {
                known.putIfAbsent(entry.text(), id);
              }
            });
    Map<Integer, Integer> ids = new HashMap<>();
    from.schemas()
        .forEach(
            (id, schema) -> {
              Integer same = known.get(schema.toString());
              ids.put(id, same != null ? same : Catalogue.addSchema(target, from.name(), schema));
            });
    return ids;
  }

  /** Removes the rows of a table that the source does not have. */
  private void remove(Batch target, StoredTable to, RowCounts counts) {
    byte @Nullable [] sourcePrefix =
        sourceTables.named(to.name()).map(StoredTable::prefix).orElse(null);
    int targetPrefix = to.prefix().length;
    RowWriter writer = null;
    TupleWriter key = new TupleWriter();
    try (Cursor rows = target.scan(Range.prefix(to.prefix()), View.Order.ASCENDING)) {
      while (rows.next()) {
        byte[] rowKey = rows.key();
        if (sourcePrefix != null) {
          byte[] rest = Arrays.copyOfRange(rowKey, targetPrefix, rowKey.length);
          if (source.get(key.reset().writeRaw(sourcePrefix).writeRaw(rest).toBytes()) != null) {
            continue;
          }
        }
        if (writer == null) {
          Table<?, ?> table = typed.get(to.name());
          writer =
              table == null
                  ? RowWriter.untyped(target, to, to)
                  : RowWriter.typed(target, Bindings.register(target, table));
        }
        writer.delete(rowKey, rows.value());
        counts.removed++;
      }
    }
  }
}
