package dev.cairn.internal.stored;

import dev.cairn.internal.key.MalformedBytesException;
import dev.cairn.internal.key.RowPrefix;
import dev.cairn.internal.key.TupleReader;
import dev.cairn.internal.key.UnfitValueException;
import dev.cairn.internal.record.StoredValue;
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
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Recovers tables that are missing from a damaged catalogue. If all rows with an id can be read as
 * those of one known table, and of no other, they are that table's.
 */
public final class LostCatalogue {
  private final StoredTables stored;
  private final Collection<? extends Table<?, ?>> known;
  private final Map<Ids, List<Table<?, ?>>> fitting = new HashMap<>();

  /** The two ids that all rows of one table and schema have in common. */
  private record Ids(int table, int schema) {}

  /**
   * Begins.
   *
   * @param stored the tables that are left in the catalogue
   * @param known the tables that may be recognised
   */
  public LostCatalogue(StoredTables stored, Collection<? extends Table<?, ?>> known) {
    this.stored = stored;
    this.known = known;
  }

  /**
   * Takes what may be a row.
   *
   * @param key its key, as it is stored
   * @param value its value, as it is stored
   */
  public void row(byte[] key, byte[] value) {
    int id = StoredTables.id(key);
    if (id <= Catalogue.ID || value.length == 0 || !StoredTables.isSealed(key, value)) {
      return;
    }
    int schema = StoredValue.open(key, value).schemaId();
    StoredTable table = stored.ofRow(key);
    if (table == null || !table.schemas().containsKey(schema)) {
      fitting
          .computeIfAbsent(new Ids(id, schema), any -> candidates(table))
          .removeIf(candidate -> !fits(candidate, key, value));
    }
  }

  private List<Table<?, ?>> candidates(@Nullable StoredTable table) {
    List<Table<?, ?>> candidates = new ArrayList<>();
    for (Table<?, ?> each : known) {
      boolean may =
          table == null
              ? stored.named(each.name()).isEmpty()
              : table.name().equals(each.name())
                  && !table.schemas().containsValue(each.codec().schema());
      if (may) {
        candidates.add(each);
      }
    }
    return candidates;
  }

  private static boolean fits(Table<?, ?> table, byte[] key, byte[] value) {
    try {
      TupleReader reader = RowPrefix.after(key);
      Object unusedKey = table.key().codec().read(reader);
      reader.expectEnd();
      Object unusedRow =
          table
              .codec()
              .reader(table.codec().schema(), table.name())
              .read(StoredValue.open(key, value).payload());
      return true;
    } catch (MalformedBytesException | UnfitValueException e) {
      return false;
    }
  }

  /**
   * Returns the rows of the catalogue that were lost.
   *
   * @return key to value, as they were stored
   */
  public Map<byte[], byte[]> rows() {
    Map<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);
    fitting.forEach(
        (ids, tables) -> {
          if (tables.size() == 1 && isClaimedOnce(tables.get(0))) {
            Table<?, ?> table = tables.get(0);
            if (stored.named(table.name()).isEmpty()) {
              byte[] key = Catalogue.tableKey(table.name());
              rows.put(key, Catalogue.sealTable(key, ids.table, table.key().toString()));
            }
            byte[] key = Catalogue.schemaKey(ids.schema);
            rows.put(key, Catalogue.sealSchema(key, table.name(), table.codec().schema()));
          }
        });
    return rows;
  }

  private boolean isClaimedOnce(Table<?, ?> table) {
    return fitting.values().stream().filter(tables -> tables.contains(table)).count() == 1;
  }
}
