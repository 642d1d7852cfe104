package dev.cairn.internal.stored;

import dev.cairn.internal.engine.Batch;
import dev.cairn.internal.engine.Cursor;
import dev.cairn.internal.engine.Range;
import dev.cairn.internal.engine.View;
import dev.cairn.internal.key.MalformedBytesException;
import dev.cairn.internal.key.TupleWriter;
import dev.cairn.internal.record.StoredValue;
import dev.cairn.stored.StoredTable;
import java.util.Arrays;
import java.util.Map;

/** Merges the rows of one table from one store into another; a step of {@link RowMerge}. */
final class TableMerge {
  private final View source;
  private final StoredTable from;
  private final Batch target;
  private final RowWriter writer;

  /** The schema ids of the source and what they are in the target. */
  private final Map<Integer, Integer> schemas;

  TableMerge(
      View source,
      StoredTable from,
      Batch target,
      RowWriter writer,
      Map<Integer, Integer> schemas) {
    this.source = source;
    this.from = from;
    this.target = target;
    this.writer = writer;
    this.schemas = schemas;
  }

  void run(RowMerge.OwnRows ownRows, RowCounts counts) {
    byte[] prefix = new TupleWriter().writeLong(writer.tableId()).toBytes();
    int sourcePrefix = from.prefix().length;
    TupleWriter keys = new TupleWriter();
    try (Cursor rows = source.scan(Range.prefix(from.prefix()), View.Order.ASCENDING)) {
      while (rows.next()) {
        byte[] sourceKey = rows.key();
        byte[] rest = Arrays.copyOfRange(sourceKey, sourcePrefix, sourceKey.length);
        byte[] key = keys.reset().writeRaw(prefix).writeRaw(rest).toKey("the key of a row");
        byte[] old = target.get(key);
        if (old != null && ownRows == RowMerge.OwnRows.KEPT) {
          counts.kept++;
          continue;
        }
        byte[] value = sealed(sourceKey, rows.value(), key);
        if (old == null) {
          writer.put(key, null, value);
          counts.added++;
        } else if (Arrays.equals(old, value)) {
          counts.unchanged++;
        } else {
          writer.put(key, old, value);
          counts.changed++;
        }
      }
    }
  }

  /** Returns a value for another key, with the schema's id in the target. */
  private byte[] sealed(byte[] sourceKey, byte[] value, byte[] key) {
    try {
      StoredValue stored = StoredValue.open(sourceKey, value);
      Integer schema = schemas.get(stored.schemaId());
      if (schema == null) {
        throw new MalformedBytesException("the table has no schema " + stored.schemaId());
      }
      boolean same = schema == stored.schemaId() && Arrays.equals(sourceKey, key);
      return same ? value : stored.sealAgain(key, schema);
    } catch (MalformedBytesException e) {
      throw from.corrupt(sourceKey, e);
    }
  }
}
