package dev.cairn.maintenance;

import dev.cairn.CorruptRecordException;
import dev.cairn.IncompatibleRecordException;
import dev.cairn.StorageException;
import dev.cairn.internal.engine.View;
import dev.cairn.internal.lmdb.StorePages;
import dev.cairn.internal.lmdb.pages.Entry;
import dev.cairn.internal.stored.CatalogueCheck;
import dev.cairn.internal.stored.TypedRows;
import dev.cairn.maintenance.Finding.Kind;
import dev.cairn.stored.StoredTable;
import dev.cairn.stored.StoredTable.StoredIndex;
import dev.cairn.stored.StoredTables;
import dev.cairn.table.Table;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Checks every entry of a store against the catalogue of tables, each row against its index
 * entries, and each index entry against its row.
 *
 * <p>It looks the counterparts up, and so needs no memory for them. Where damaged pages hide them,
 * it reports nothing.
 */
final class EntryCheck {
  private static final String CATALOGUE = "catalogue";

  private final View view;
  private final Findings findings;
  private final StoredTables tables;
  private final Map<Integer, TypedRows> typed = new HashMap<>();
  private final Map<Integer, Long> counts = new HashMap<>();

  /** The tables with rows that their record class or an index here cannot have. */
  private final Set<Integer> unfit = new HashSet<>();

  private boolean formatSeen;

  EntryCheck(View view, Collection<? extends Table<?, ?>> known, Findings findings) {
    this.view = view;
    this.findings = findings;
    CatalogueCheck catalogue = new CatalogueCheck(view);
    this.tables = catalogue.tables();
    for (CorruptRecordException e : catalogue.problems()) {
      add(Kind.CATALOGUE, null, CATALOGUE, e.key(), e.problem());
    }
    for (Table<?, ?> table : known) {
      try {
        TypedRows rows = TypedRows.of(catalogue.rows(), table);
        if (rows != null) {
          typed.put(rows.id(), rows);
        }
      } catch (IncompatibleRecordException e) {
        // The store is another program's, or a newer one's: it is read by what it says of itself.
      }
    }
  }

  StoredTables tables() {
    return tables;
  }

  /** Returns the figures of each table. */
  List<VerifyReport.TableCount> counts() {
    return tables.all().stream()
        .map(
            table ->
                new VerifyReport.TableCount(
                    table.name(),
                    count(table.id()),
                    table.indexes().stream().mapToLong(index -> count(index.id())).sum(),
                    typed.containsKey(table.id()) && !unfit.contains(table.id())))
        .toList();
  }

  private long count(int id) {
    return counts.getOrDefault(id, 0L);
  }

  /** Returns whether the row was met that names the store's format. */
  boolean formatSeen() {
    return formatSeen;
  }

  /** Checks the next entry. */
  void check(Entry entry) {
    byte[] key = entry.key();
    byte[] value = entry.value();
    if (StorePages.isFormat(key)) {
      formatSeen = true;
      String problem = value == null ? null : StorePages.formatProblem(value);
      if (problem != null) {
        add(Kind.CATALOGUE, entry, CATALOGUE, "0x00", problem);
      }
      return;
    }
    int id = StoredTables.id(key);
    counts.merge(id, 1L, Long::sum);
    if (id == 0 || value == null) {
      return; // checked as a whole, or reported with its page
    }
    StoredTable rowOf = tables.ofRow(key);
    StoredTable entryOf = tables.ofEntry(key);
    try {
      if (rowOf != null) {
        checkRow(rowOf, entry, value);
      } else if (entryOf != null) {
        checkIndexEntry(entryOf, id, entry, value);
      } else {
        add(Kind.ROW, entry, null, tables.describe(key), "the catalogue has no table of its id");
      }
    } catch (CorruptRecordException e) {
      add(rowOf != null ? Kind.ROW : Kind.INDEX, entry, e.table(), e.key(), e.problem());
    }
  }

  private void checkRow(StoredTable table, Entry row, byte[] value) {
    Object unused = table.read(row.key(), value);
    TypedRows rows = typed.get(table.id());
    SortedSet<byte[]> entries = rows == null ? null : entries(table, rows, row.key(), value);
    if (entries != null) {
      for (byte[] entry : entries) {
        if (isMissing(entry)) {
          add(
              Kind.INDEX,
              row,
              table.name(),
              tables.describe(row.key()),
              "the row has no " + tables.describe(entry));
        }
      }
    }
  }

  private void checkIndexEntry(StoredTable table, int id, Entry entry, byte[] value) {
    StoredIndex index =
        table.indexes().stream().filter(each -> each.id() == id).findFirst().orElseThrow();
    byte[] rowKey = table.rowKey(index, entry.key());
    String problem =
        value.length == 0 ? null : "it has a value of %d bytes".formatted(value.length);
    if (isMissing(rowKey)) {
      problem = "it points to %s, which does not exist".formatted(tables.describe(rowKey));
    } else {
      TypedRows rows = typed.get(table.id());
      byte[] row = rows == null ? null : look(rowKey);
      SortedSet<byte[]> entries =
          rows == null || row == null ? null : entriesOfSound(table, rows, rowKey, row);
      if (entries != null && !entries.contains(entry.key())) {
        problem = "it points to %s, which has no such entry".formatted(tables.describe(rowKey));
      }
    }
    if (problem != null) {
      String name = table.name() + ", index " + index.name();
      add(Kind.INDEX, entry, name, tables.describe(entry.key()), problem);
    }
  }

  /** Returns the entries of a row, or null if it is damaged, which {@link #checkRow} reports. */
  private @Nullable SortedSet<byte[]> entriesOfSound(
      StoredTable table, TypedRows rows, byte[] key, byte[] row) {
    try {
      return entries(table, rows, key, row);
    } catch (CorruptRecordException e) {
      return null;
    }
  }

  /**
   * Returns the entries of a row, or null if it is sound, and the class here or one of its indexes
   * cannot have it.
   */
  private @Nullable SortedSet<byte[]> entries(
      StoredTable table, TypedRows rows, byte[] key, byte[] row) {
    try {
      return rows.entries(key, row);
    } catch (IncompatibleRecordException e) {
      // A newer program's row, or one that an index cannot have. It is no damage, and the table's
      // count tells of it.
      unfit.add(table.id());
      return null;
    }
  }

  /** Returns whether something is certainly not there. */
  private boolean isMissing(byte[] key) {
    try {
      return view.get(key) == null;
    } catch (StorageException e) {
      return false; // damaged pages, which are reported, hide it
    }
  }

  private byte @Nullable [] look(byte[] key) {
    try {
      return view.get(key);
    } catch (StorageException e) {
      return null;
    }
  }

  private void add(
      Kind kind, @Nullable Entry entry, @Nullable String table, String key, String problem) {
    Long page = entry == null ? null : entry.page();
    findings.add(new Finding(kind, StorePages.DATA, page, table, key, problem));
  }
}
