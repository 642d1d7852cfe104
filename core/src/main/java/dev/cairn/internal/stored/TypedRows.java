package dev.cairn.internal.stored;

import dev.cairn.IncompatibleRecordException;
import dev.cairn.internal.engine.View;
import dev.cairn.internal.table.Binding;
import dev.cairn.internal.table.Bindings;
import dev.cairn.table.Table;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of one table with its record class, which tells whether it accepts a row and which
 * index entries the row needs.
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
   * @param catalogue the view with the rows of the catalogue
   * @param table the table
   * @return the reader of its rows, or null if the store does not have it
   * @throws IncompatibleRecordException if the class can read no value of a stored type
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
   * @throws dev.cairn.CorruptRecordException if the row is damaged
   * @throws IncompatibleRecordException if the row is sound, and the table's classes cannot hold
   *     it, or an index of the table cannot have it
   */
  public SortedSet<byte[]> entries(byte[] key, byte[] value) {
    return binding.entriesOf(catalogue, key, value);
  }
}
