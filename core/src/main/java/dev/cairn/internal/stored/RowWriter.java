package dev.cairn.internal.stored;

import dev.cairn.CorruptRecordException;
import dev.cairn.IncompatibleRecordException;
import dev.cairn.internal.engine.Batch;
import dev.cairn.internal.key.RowPrefix;
import dev.cairn.internal.table.Binding;
import dev.cairn.internal.table.Catalogue;
import dev.cairn.internal.table.IndexEntries;
import dev.cairn.stored.StoredTable;
import dev.cairn.stored.StoredTable.StoredIndex;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Writes rows as bytes, and updates the indexes of their table. */
abstract class RowWriter {
  final Batch batch;

  private RowWriter(Batch batch) {
    this.batch = batch;
  }

  /** Returns a writer for a table whose class is known, and which the batch has registered. */
  static <K, V extends Record> RowWriter typed(Batch batch, Binding<K, V> binding) {
    return new Typed<>(batch, binding);
  }

  /**
   * Returns a writer for a table whose class is not known.
   *
   * @param table the description of the table
   * @param there the same table as the batch has it, or null if it is to be added
   */
  static RowWriter untyped(Batch batch, StoredTable table, @Nullable StoredTable there) {
    if (there == null) {
      int id = Catalogue.addTable(batch, table.name(), table.keyText());
      return new Untyped(batch, id, table.name(), null);
    }
    StoredIndex index = there.indexes().isEmpty() ? null : there.indexes().get(0);
    return new Untyped(batch, there.id(), there.name(), index);
  }

  /** Returns the id that keys of the table begin with. */
  abstract int tableId();

  /** Stores a row in place of {@code old}, or where there was none. */
  abstract void put(byte[] key, byte @Nullable [] old, byte[] value);

  /** Deletes the row that is {@code old}. */
  abstract void delete(byte[] key, byte[] old);

  private static final class Typed<K, V extends Record> extends RowWriter {
    private final Binding<K, V> binding;
    private final boolean indexed;

    Typed(Batch batch, Binding<K, V> binding) {
      super(batch);
      this.binding = binding;
      this.indexed = !binding.table.indexes().isEmpty();
    }

    @Override
    int tableId() {
      return binding.id;
    }

    @Override
    void put(byte[] key, byte @Nullable [] old, byte[] value) {
      if (indexed) {
        SortedSet<byte[]> before = old == null ? IndexEntries.none() : entriesBefore(key, old);
        IndexEntries.replace(batch, before, entries(key, value));
      }
      batch.put(key, value);
    }

    @Override
    void delete(byte[] key, byte[] old) {
      if (indexed) {
        IndexEntries.replace(batch, entriesBefore(key, old), IndexEntries.none());
      }
      batch.delete(key);
    }

    private SortedSet<byte[]> entries(byte[] key, byte[] value) {
      return binding.entriesOf(batch, key, value);
    }

    private SortedSet<byte[]> entriesBefore(byte[] key, byte[] old) {
      try {
        return entries(key, old);
      } catch (CorruptRecordException | IncompatibleRecordException e) {
        return binding.entries.find(
            batch, RowPrefix.namespace(key), key); // the new row replaces it
      }
    }
  }

  private static final class Untyped extends RowWriter {
    private final int id;
    private final String table;
    private final @Nullable StoredIndex index;

    Untyped(Batch batch, int id, String table, @Nullable StoredIndex index) {
      super(batch);
      this.id = id;
      this.table = table;
      this.index = index;
    }

    @Override
    int tableId() {
      return id;
    }

    @Override
    void put(byte[] key, byte @Nullable [] old, byte[] value) {
      requireNoIndex();
      batch.put(key, value);
    }

    @Override
    void delete(byte[] key, byte[] old) {
      requireNoIndex();
      batch.delete(key);
    }

    private void requireNoIndex() {
      if (index != null) {
        throw new IncompatibleRecordException(
            "table '%s' has the index '%s' in the store, which only the program that declares it can keep; leave the table out, or bring the rows into a new store, where that program's next write builds the index"
                .formatted(table, index.name()));
      }
    }
  }
}
