package dev.cairn.internal.table;

import dev.cairn.CorruptRecordException;
import dev.cairn.IncompatibleRecordException;
import dev.cairn.internal.engine.Batch;
import dev.cairn.internal.engine.Cursor;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.Range;
import dev.cairn.internal.engine.View;
import dev.cairn.internal.key.KeyCodecs;
import dev.cairn.internal.key.MalformedBytesException;
import dev.cairn.internal.key.RowPrefix;
import dev.cairn.internal.key.TupleReader;
import dev.cairn.internal.key.TupleWriter;
import dev.cairn.internal.key.UnfitValueException;
import dev.cairn.table.Index;
import dev.cairn.table.Table;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Creates and reads the index entries for the rows of one table.
 *
 * <p>An entry is a key without a value: the id of the index, the namespace, the indexed value and
 * the key of the row. Sets of entries are in the order of the store.
 */
public final class IndexEntries<K, V extends Record> {
  /** The value of an index entry. */
  public static final byte[] NOTHING = {};

  private final Table<K, V> table;
  private final int tableId;

  /** The ids of the indexes that the store has, by name. */
  private final Map<String, Integer> ids;

  private final RowFaults faults;

  IndexEntries(Table<K, V> table, int tableId, Map<String, Integer> ids) {
    this.table = table;
    this.tableId = tableId;
    this.ids = Map.copyOf(ids);
    this.faults = new RowFaults(table.name());
  }

  /** Returns the id of an index; null if the store does not have the index yet. */
  @Nullable Integer id(String index) {
    return ids.get(index);
  }

  /** Returns the ids of the indexes that the store has, by name. */
  Map<String, Integer> ids() {
    return ids;
  }

  /** Returns an empty set to which entries can be added. */
  public static SortedSet<byte[]> none() {
    return new TreeSet<>(Arrays::compareUnsigned);
  }

  /**
   * Returns the entries of a row that a caller stores now.
   *
   * @throws IllegalArgumentException if one is too long
   * @throws RuntimeException the exception of an index's function
   */
  SortedSet<byte[]> of(String namespace, K key, V row) {
    return of(namespace, key, row, (index, e) -> e);
  }

  /**
   * Returns the entries of a row that is stored already, perhaps by a program whose index had
   * another function.
   *
   * @param rowKey the key of the row, as it is stored
   * @throws IncompatibleRecordException if the function of an index fails for the row, or returns a
   *     value that is too long for an entry
   */
  SortedSet<byte[]> ofStored(byte[] rowKey, K key, V row) {
    return of(
        RowPrefix.namespace(rowKey), key, row, (index, e) -> faults.unindexable(rowKey, index, e));
  }

  private SortedSet<byte[]> of(
      String namespace,
      K key,
      V row,
      BiFunction<Index<?, ?>, RuntimeException, RuntimeException> failure) {
    if (table.indexes().isEmpty()) {
      return Collections.emptySortedSet();
    }
    SortedSet<byte[]> entries = none();
    for (Index<? super V, ?> index : table.indexes()) {
      Integer id = ids.get(index.name());
      if (id != null) {
        try {
          add(index, id, namespace, key, row, entries);
        } catch (RuntimeException e) {
          throw failure.apply(index, e);
        }
      }
    }
    return entries;
  }

  private <I> void add(
      Index<? super V, I> index,
      int id,
      String namespace,
      K key,
      V row,
      SortedSet<byte[]> entries) {
    for (I value : index.valuesOf(row)) {
      TupleWriter out = RowPrefix.write(new TupleWriter(), id, namespace);
      KeyCodecs.joined(index.key().codec(), table.key().codec()).append(value, key, out);
      boolean fits = out.length() <= Engine.MAX_KEY_BYTES;
      entries.add(out.toKey(fits ? "an entry" : "an entry of %s of %s".formatted(index, table)));
    }
  }

  /**
   * Finds the entries of a row that this program cannot read. It searches the entries of all rows
   * in the namespace.
   */
  public SortedSet<byte[]> find(View view, String namespace, byte[] rowKey) {
    SortedSet<byte[]> found = none();
    for (Index<? super V, ?> index : table.indexes()) {
      Integer id = ids.get(index.name());
      if (id == null) {
        continue;
      }
      Range all = Range.prefix(RowPrefix.of(id, namespace));
      try (Cursor cursor = view.scan(all, View.Order.ASCENDING)) {
        while (cursor.next()) {
          byte[] entry = cursor.key();
          if (Arrays.equals(rowKey(index, entry), rowKey)) {
            found.add(entry);
          }
        }
      }
    }
    return found;
  }

  /** Replaces the entries that a row had by those that it has now. */
  public static void replace(Batch batch, SortedSet<byte[]> before, SortedSet<byte[]> after) {
    for (byte[] entry : before) {
      if (!after.contains(entry)) {
        batch.delete(entry);
      }
    }
    for (byte[] entry : after) {
      if (!before.contains(entry)) {
        batch.put(entry, NOTHING);
      }
    }
  }

  /**
   * Returns the row's key in an entry. This program's classes need not be able to hold the indexed
   * value.
   *
   * @throws CorruptRecordException if the entry is malformed
   * @throws IncompatibleRecordException if this program's classes cannot hold the key
   */
  <I> K key(Index<? super V, I> index, byte[] entry) {
    try {
      TupleReader in = RowPrefix.after(entry);
      index.key().codec().skip(in);
      K key = table.key().codec().read(in);
      in.expectEnd();
      return key;
    } catch (MalformedBytesException e) {
      throw faults.corrupt(entry, e);
    } catch (UnfitValueException e) {
      throw faults.incompatible(entry, e);
    }
  }

  /**
   * Returns the bytes of the row's key in an entry. They may name enum constants that this program
   * does not know.
   *
   * @throws CorruptRecordException if the entry is malformed
   */
  public byte[] rowKey(Index<? super V, ?> index, byte[] entry) {
    try {
      TupleReader in = RowPrefix.after(entry);
      index.key().codec().skip(in);
      int rowAt = in.position();
      table.key().codec().skip(in);
      in.expectEnd();
      byte[] rest = Arrays.copyOfRange(entry, rowAt, entry.length);
      return RowPrefix.write(new TupleWriter(), tableId, RowPrefix.namespace(entry))
          .writeRaw(rest)
          .toKey("the key of a row");
    } catch (MalformedBytesException e) {
      throw faults.corrupt(entry, e);
    }
  }
}
