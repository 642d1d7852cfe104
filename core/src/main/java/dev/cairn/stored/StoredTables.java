package dev.cairn.stored;

import dev.cairn.IncompatibleRecordException;
import dev.cairn.internal.engine.View;
import dev.cairn.internal.key.KeyText;
import dev.cairn.internal.key.MalformedBytesException;
import dev.cairn.internal.key.TupleReader;
import dev.cairn.internal.record.StoredValue;
import dev.cairn.internal.table.Catalogue;
import dev.cairn.internal.text.ShownValue;
import dev.cairn.record.KeyType;
import dev.cairn.record.Schema;
import dev.cairn.stored.StoredTable.StoredIndex;
import dev.cairn.table.Key;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Describes all tables of a store at one moment, as the store's own catalogue lists them.
 * Immutable.
 *
 * <p>Each key in a store begins with the id of the table or index that it belongs to; the catalogue
 * has the id 0.
 */
public final class StoredTables {
  private final List<StoredTable> tables;
  private final Map<Integer, StoredTable> byRows = new HashMap<>();
  private final Map<Integer, StoredTable> byEntries = new HashMap<>();

  private StoredTables(List<StoredTable> tables) {
    this.tables = List.copyOf(tables);
    for (StoredTable table : tables) {
      byRows.put(table.id(), table);
      table.indexes().forEach(index -> byEntries.put(index.id(), table));
    }
  }

  /**
   * Reads the catalogue.
   *
   * @param view the state of the store
   * @return the tables
   * @throws dev.cairn.CorruptRecordException if the catalogue is damaged
   * @throws IncompatibleRecordException if this version of Cairn cannot read the keys or a schema
   *     of a table
   * @hidden
   */
  public static StoredTables of(View view) {
    Map<String, Catalogue.TableEntry> entries = Catalogue.tables(view);
    Map<String, Map<Integer, Schema>> schemas = new HashMap<>();
    Catalogue.schemas(view)
        .forEach(
            (id, entry) ->
                schemas
                    .computeIfAbsent(entry.table(), name -> new TreeMap<>())
                    .put(id, schema(id, entry)));
    Map<String, List<StoredIndex>> indexes = new HashMap<>();
    entries.forEach(
        (name, entry) -> {
          int slash = name.indexOf(Catalogue.INDEX);
          if (slash >= 0) {
            indexes
                .computeIfAbsent(name.substring(0, slash), table -> new ArrayList<>())
                .add(new StoredIndex(entry.id(), name.substring(slash + 1), keyOf(name, entry)));
          }
        });
    List<StoredTable> tables = new ArrayList<>();
    entries.forEach(
        (name, entry) -> {
          if (!Catalogue.isIndex(name)) {
            tables.add(
                new StoredTable(
                    entry.id(),
                    name,
                    keyOf(name, entry),
                    schemas.getOrDefault(name, Map.of()),
                    indexes.getOrDefault(name, List.of())));
          }
        });
    tables.sort(Comparator.comparingInt(StoredTable::id));
    return new StoredTables(tables);
  }

  private static Schema schema(int id, Catalogue.SchemaEntry entry) {
    try {
      return Schema.parse(entry.text());
    } catch (IllegalArgumentException e) {
      throw new IncompatibleRecordException(
          "table '%s': this version of Cairn cannot read its schema %d, %s; use the version that wrote it"
              .formatted(entry.table(), id, e.getMessage()));
    }
  }

  private static List<KeyType> keyOf(String name, Catalogue.TableEntry entry) {
    try {
      return types(entry);
    } catch (IllegalArgumentException e) {
      throw new IncompatibleRecordException(
          "table '%s': this version of Cairn cannot read its keys of %s, %s; use the version that wrote it"
              .formatted(name, entry.key(), e.getMessage()));
    }
  }

  /**
   * Reads the text that {@link Key#toString} writes.
   *
   * @throws IllegalArgumentException if it has an unknown type
   * @hidden
   */
  public static List<KeyType> types(Catalogue.TableEntry entry) {
    String text = entry.key();
    boolean whole = text.startsWith("(") && text.endsWith(")");
    String list = whole ? text.substring(1, text.length() - 1) : text;
    return Arrays.stream(list.split(", ", -1)).map(KeyType::of).toList();
  }

  /**
   * Returns the tables.
   *
   * @return the tables by id, which is the order of their rows; unmodifiable
   */
  public List<StoredTable> all() {
    return tables;
  }

  /**
   * Returns a table by name.
   *
   * @param name the name
   * @return the table, or empty if the store has none of that name
   */
  public Optional<StoredTable> named(String name) {
    return tables.stream().filter(table -> table.name().equals(name)).findFirst();
  }

  /**
   * Returns the table that a row belongs to.
   *
   * @param key the key, as it is stored
   * @return the table; null if the key is of the catalogue or of an index, or is damaged
   * @hidden
   */
  public @Nullable StoredTable ofRow(byte[] key) {
    return byRows.get(id(key));
  }

  /**
   * Returns the table whose index an entry belongs to.
   *
   * @param key the key, as it is stored
   * @return the table, or null if the key is no index entry's
   * @hidden
   */
  public @Nullable StoredTable ofEntry(byte[] key) {
    return byEntries.get(id(key));
  }

  /**
   * Returns the id that a key begins with.
   *
   * @param key the key, as it is stored
   * @return the id of a table or an index, 0 for the catalogue, or -1 if the key begins with none
   * @hidden
   */
  public static int id(byte[] key) {
    try {
      return new TupleReader(key).readInt();
    } catch (MalformedBytesException e) {
      return -1;
    }
  }

  /**
   * Tells whether a key is that of a row of the catalogue.
   *
   * @param key the key, as it is stored
   * @return whether it is
   * @hidden
   */
  public static boolean isOfCatalogue(byte[] key) {
    return id(key) == Catalogue.ID;
  }

  /**
   * Returns whether a value has the checksum of what was written under a key.
   *
   * @param key the key, as it is stored
   * @param value the value, as it is stored
   * @return false if one of the two is damaged, and for entries of indexes, which have no checksum
   * @hidden
   */
  public static boolean isSealed(byte[] key, byte[] value) {
    try {
      return StoredValue.open(key, value).schemaId() >= 0;
    } catch (MalformedBytesException e) {
      return false;
    }
  }

  /**
   * Returns a key in readable form.
   *
   * @param key the key, as it is stored
   * @return its table and its components after that; in hexadecimal if it is no key
   * @hidden
   */
  public String describe(byte[] key) {
    StoredTable row = ofRow(key);
    StoredTable entry = ofEntry(key);
    String text = ShownValue.abbreviated(KeyText.describe(key, 0));
    return row != null
        ? "table '%s', key %s".formatted(row.name(), text)
        : entry != null ? "an index of table '%s', entry %s".formatted(entry.name(), text) : text;
  }
}
