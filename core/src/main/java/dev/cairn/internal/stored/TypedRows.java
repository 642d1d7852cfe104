package dev.cairn.internal.stored;

import dev.cairn.CairnException;
import dev.cairn.CorruptRecordException;
import dev.cairn.IncompatibleRecordException;
import dev.cairn.internal.engine.View;
import dev.cairn.internal.key.KeyText;
import dev.cairn.internal.table.Binding;
import dev.cairn.internal.table.Bindings;
import dev.cairn.table.Table;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of one table with its class, which knows more than the store does of them: what a
 * record's constructor refuses, and which index entries a row has.
 */
public final class TypedRows {
  private final Binding<?, ? extends Record> binding;
  private final View catalogue;

  private TypedRows(Binding<?, ? extends Record> binding, View catalogue) {
    this.binding = binding;
    this.catalogue = catalogue;
  }

  /**
   * Opens a table.
   *
   * @param catalogue where the rows of the catalogue are
   * @param table the table
   * @return how to read its rows, or null if the store does not have it
   * @throws IncompatibleRecordException if the class cannot read what is stored
   */
  public static @Nullable TypedRows of(View catalogue, Table<?, ?> table) {
    Binding<?, ?> binding = new Bindings().forReading(catalogue, table);
    return binding == null ? null : new TypedRows(binding, catalogue);
  }

  /**
   * Returns what the keys of the table's rows begin with.
   *
   * @return the id
   */
  public int id() {
    return binding.id;
  }

  /**
   * Reads a row, and returns the index entries that belong to it.
   *
   * @param key its key, as it is stored
   * @param value its value, as it is stored
   * @return the keys of the entries, in order
   * @throws CorruptRecordException if the row cannot be read, or an index cannot have it
   */
  public SortedSet<byte[]> entries(byte[] key, byte[] value) {
    try {
      return binding.entriesOf(catalogue, key, value);
    } catch (CairnException e) {
      throw e;
    } catch (RuntimeException e) {
      // An index is a caller's function, and its program may never have written such a row.
      throw new CorruptRecordException(
          binding.table.name(), KeyText.describe(key, 0), "its index entries cannot be made: " + e);
    }
  }
}
