package dev.cairn.table;

import dev.cairn.CorruptRecordException;
import dev.cairn.engine.Cursor;
import dev.cairn.engine.Range;
import dev.cairn.engine.View;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Every row of a store, whatever its table. */
public final class StoredRows {
  /** Every table's keys begin with its id, an integer; what is before that is the engine's own. */
  private static final Range ALL = new Range(new byte[] {TupleCode.INT_ZERO}, null);

  private StoredRows() {}

  /**
   * Reads every row and every index entry, and proves the checksum of each row.
   *
   * @param view what to read
   * @param read is told now and then how many were read
   * @return how many there are
   * @throws CorruptRecordException if a row is damaged; of several, the first
   */
  public static long check(View view, LongConsumer read) {
    Map<Integer, String> tables = new HashMap<>();
    tables.put(Catalogue.ID, "catalogue");
    Catalogue.tables(view).forEach((name, entry) -> tables.put(entry.id(), name));
    long count = 0;
    try (Cursor cursor = view.scan(ALL, View.Order.ASCENDING)) {
      while (cursor.next()) {
        check(tables, cursor.key(), cursor.value());
        count++;
        read.accept(count);
      }
    }
    return count;
  }

  private static void check(Map<Integer, String> tables, byte[] key, byte[] value) {
    String table = "?";
    try {
      int id = new TupleReader(key).readInt();
      @Nullable String known = tables.get(id);
      if (known == null) {
        throw new MalformedBytesException("the catalogue has no table " + id);
      }
      table = known;
      if (!Catalogue.isIndex(table)) {
        StoredValue.open(key, value);
      } else if (value.length > 0) {
        throw new MalformedBytesException("an index entry has a value");
      }
    } catch (MalformedBytesException e) {
      throw new CorruptRecordException(
          table, KeyText.describe(key, 0), String.valueOf(e.getMessage()));
    }
  }
}
