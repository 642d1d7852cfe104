package dev.cairn.stored;

import dev.cairn.CorruptRecordException;
import dev.cairn.internal.key.ComponentKey;
import dev.cairn.internal.key.KeyCodec;
import dev.cairn.internal.key.KeyCodecs;
import dev.cairn.internal.key.KeyText;
import dev.cairn.internal.key.MalformedBytesException;
import dev.cairn.internal.key.RowPrefix;
import dev.cairn.internal.key.TupleReader;
import dev.cairn.internal.key.TupleWriter;
import dev.cairn.internal.record.GenericValue;
import dev.cairn.internal.record.StoredValue;
import dev.cairn.record.KeyType;
import dev.cairn.record.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Describes a table of a store, so that its rows can be read and written without their class.
 * Immutable, and safe for any number of threads.
 *
 * <p>The key of a row is (id, namespace, components); its value names one of the schemas.
 */
public final class StoredTable {
  private final int id;
  private final String name;
  private final List<KeyType> key;
  private final List<ComponentKey<?>> components;
  private final Map<Integer, Schema> schemas;
  private final List<StoredIndex> indexes;

  /**
   * Makes the description of a table.
   *
   * @hidden
   */
  public StoredTable(
      int id,
      String name,
      List<KeyType> key,
      Map<Integer, Schema> schemas,
      List<StoredIndex> indexes) {
    this.id = id;
    this.name = name;
    this.key = List.copyOf(key);
    this.components = this.key.stream().<ComponentKey<?>>map(KeyCodecs::ofType).toList();
    this.schemas = Collections.unmodifiableMap(new TreeMap<>(schemas));
    this.indexes = List.copyOf(indexes);
  }

  /**
   * Returns the id with which the keys of its rows begin.
   *
   * @return the id, positive
   */
  public int id() {
    return id;
  }

  /**
   * Returns its name.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * Returns the types of the key's components.
   *
   * @return the types, at least one; unmodifiable
   */
  public List<KeyType> key() {
    return key;
  }

  /**
   * Returns the schemas that its values may have.
   *
   * @return id to schema, by id; unmodifiable
   */
  public Map<Integer, Schema> schemas() {
    return schemas;
  }

  /**
   * Returns its indexes.
   *
   * @return the indexes by name; unmodifiable
   */
  public List<StoredIndex> indexes() {
    return indexes;
  }

  /**
   * Returns the bytes with which the keys of all its rows begin.
   *
   * @return the bytes
   * @hidden
   */
  public byte[] prefix() {
    return new TupleWriter().writeLong(id).toBytes();
  }

  /**
   * Returns the bytes with which the keys of a namespace begin.
   *
   * @param namespace the namespace, "" for the default one
   * @return the bytes
   * @hidden
   */
  public byte[] prefix(String namespace) {
    return RowPrefix.of(id, namespace);
  }

  /**
   * Reads a row.
   *
   * @param keyBytes its key, as it is stored
   * @param valueBytes its value, as it is stored
   * @return the row
   * @throws CorruptRecordException if the key is none of this table's, or if the value does not
   *     have the right checksum, one of the schemas and its form
   * @hidden
   */
  public GenericRow read(byte[] keyBytes, byte[] valueBytes) {
    try {
      TupleReader in = new TupleReader(keyBytes);
      if (in.readLong() != id) {
        throw new MalformedBytesException("it is the key of another table");
      }
      String namespace = in.readString();
      List<Object> values = new ArrayList<>(components.size());
      for (ComponentKey<?> component : components) {
        values.add(component.read(in));
      }
      in.expectEnd();
      StoredValue value = StoredValue.open(keyBytes, valueBytes);
      return new GenericRow(
          this,
          namespace,
          values,
          value.schemaId(),
          GenericValue.readWhole(schema(value.schemaId()), value.payload()));
    } catch (MalformedBytesException e) {
      throw corrupt(keyBytes, e);
    }
  }

  private Schema schema(int schemaId) {
    Schema schema = schemas.get(schemaId);
    if (schema == null) {
      throw new MalformedBytesException("the table has no schema " + schemaId);
    }
    return schema;
  }

  /**
   * Returns the exception for a row or an index entry of this table that is damaged.
   *
   * @param keyBytes the key, as it is stored
   * @param e the problem
   * @return the exception, to be thrown
   * @hidden
   */
  public CorruptRecordException corrupt(byte[] keyBytes, MalformedBytesException e) {
    return new CorruptRecordException(
        name, KeyText.describe(keyBytes, 0), String.valueOf(e.getMessage()));
  }

  /**
   * Returns the key's types as the catalogue spells them.
   *
   * @return the types, {@code (string, int)}
   * @hidden
   */
  public String keyText() {
    return KeyCodec.text(key);
  }

  /**
   * Returns a row's key as it is stored.
   *
   * @param namespace the namespace, "" for the default one
   * @param values the components of the key
   * @return the bytes
   * @throws IllegalArgumentException if the components are not those of a key
   * @hidden
   */
  public byte[] keyBytes(String namespace, List<Object> values) {
    if (values.size() != components.size()) {
      throw new IllegalArgumentException(
          "a key of table '%s' is %s, and this one has %d component%s"
              .formatted(name, keyText(), values.size(), values.size() == 1 ? "" : "s"));
    }
    TupleWriter out = RowPrefix.write(new TupleWriter(), id, namespace);
    for (int i = 0; i < values.size(); i++) {
      components.get(i).appendChecked(values.get(i), i, out);
    }
    return out.toKey("a key of table '" + name + "'");
  }

  /**
   * Returns a row's value as it is stored.
   *
   * @throws IllegalArgumentException if the value does not fit the schema, or there is none
   */
  byte[] valueBytes(byte[] keyBytes, int schemaId, Map<String, ? extends @Nullable Object> value) {
    Schema schema = schemas.get(schemaId);
    if (schema == null) {
      throw new IllegalArgumentException(
          "table '%s' has no schema %d; it has %s".formatted(name, schemaId, schemas.keySet()));
    }
    return StoredValue.seal(keyBytes, schemaId, schema, value);
  }

  /**
   * Returns the key of the row that an entry of an index points to.
   *
   * @param index one of {@link #indexes()}
   * @param entry the key of the entry, as it is stored
   * @return the key of the row, as it is stored; the store may lack the row
   * @throws CorruptRecordException if the bytes are no entry of the index
   * @hidden
   */
  public byte[] rowKey(StoredIndex index, byte[] entry) {
    try {
      TupleReader in = new TupleReader(entry);
      if (in.readLong() != index.id()) {
        throw new MalformedBytesException("it is no entry of index '" + index.name() + "'");
      }
      String namespace = in.readString();
      for (KeyType type : index.key()) {
        Object unused = KeyCodecs.ofType(type).read(in);
      }
      int rowAt = in.position();
      for (ComponentKey<?> component : components) {
        Object unused = component.read(in);
      }
      in.expectEnd();
      byte[] rest = Arrays.copyOfRange(entry, rowAt, entry.length);
      return RowPrefix.write(new TupleWriter(), id, namespace)
          .writeRaw(rest)
          .toKey("the key of a row");
    } catch (MalformedBytesException e) {
      throw corrupt(entry, e);
    }
  }

  @Override
  public String toString() {
    return "table '" + name + "'";
  }

  /**
   * An index as the store describes it. Each of its entries has the key (id, namespace, the
   * components of the indexed value, the components of the row's key) and an empty value.
   *
   * @param id the number with which the keys of its entries begin
   * @param name its name within the table
   * @param key the types of the indexed value's components
   */
  public record StoredIndex(int id, String name, List<KeyType> key) {

    /** Keeps its own copy of the list. */
    public StoredIndex {
      key = List.copyOf(key);
    }
  }
}
