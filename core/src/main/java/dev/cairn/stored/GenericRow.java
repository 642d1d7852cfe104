package dev.cairn.stored;

import dev.cairn.record.ValueType;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of any table, readable without the table's record class.
 *
 * @param table the table
 * @param namespace the namespace, "" for the default one
 * @param key the key's components, each of its type; a constant of an enum is its name
 * @param schemaId the schema of the value, one of {@link StoredTable#schemas()}
 * @param value the components by name; see {@link ValueType} for what they are
 */
public record GenericRow(
    StoredTable table,
    String namespace,
    List<Object> key,
    int schemaId,
    Map<String, @Nullable Object> value) {

  /** Lets neither the key nor the value be modified through it. */
  public GenericRow {
    key = List.copyOf(key);
    value = Collections.unmodifiableMap(value);
  }

  /**
   * Returns the row's key as it is stored.
   *
   * @return the bytes
   * @throws IllegalArgumentException if a component is not of its type, if there are too many or
   *     too few, or if the bytes are too many
   * @hidden
   */
  public byte[] keyBytes() {
    return table.keyBytes(namespace, key);
  }

  /**
   * Returns the row's value as it is stored under its key.
   *
   * @param keyBytes the key, as {@link #keyBytes()} returns it
   * @return the bytes
   * @throws IllegalArgumentException if the value does not fit the schema, or if the table has no
   *     such schema
   * @hidden
   */
  public byte[] valueBytes(byte[] keyBytes) {
    return table.valueBytes(keyBytes, schemaId, value);
  }
}
