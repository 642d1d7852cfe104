package dev.cairn.internal.stored;

import dev.cairn.IncompatibleRecordException;
import dev.cairn.internal.engine.Batch;
import dev.cairn.internal.key.KeyCodec;
import dev.cairn.internal.table.Binding;
import dev.cairn.internal.table.Bindings;
import dev.cairn.internal.table.Catalogue;
import dev.cairn.record.KeyType;
import dev.cairn.record.Schema;
import dev.cairn.stored.StoredTable;
import dev.cairn.table.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes the catalogue of a store that a restore builds, which lists its tables, schemas and
 * indexes.
 */
public final class NewCatalogue {
  private NewCatalogue() {}

  /**
   * Adds a table without indexes.
   *
   * @param batch the batch to write it in
   * @param name the name, which must be new
   * @param key the types of the key's components
   * @param schemas the schemas that its values may have
   * @return the table, with ids in the order of the schemas
   * @throws IllegalArgumentException if the name is not that of a table, if there is a table of
   *     this name, or if there is no schema
   */
  public static StoredTable add(Batch batch, String name, List<KeyType> key, List<Schema> schemas) {
    Table.checkName("table", name);
    if (key.isEmpty() || schemas.isEmpty()) {
      throw new IllegalArgumentException(
          "table '%s' needs at least one key component and one schema".formatted(name));
    }
    if (Catalogue.table(batch, name) != null) {
      throw new IllegalArgumentException("there is a table '%s' already".formatted(name));
    }
    int id = Catalogue.addTable(batch, name, KeyCodec.text(key));
    Map<Integer, Schema> byId = new TreeMap<>();
    schemas.forEach(schema -> byId.put(Catalogue.addSchema(batch, name, schema), schema));
    return new StoredTable(id, name, key, byId, List.of());
  }

  /**
   * Removes the indexes of all tables from a catalogue that was copied without its index entries.
   * The next write to a table rebuilds its indexes.
   *
   * @param batch the batch to remove them in
   */
  public static void removeIndexes(Batch batch) {
    List<String> names = new ArrayList<>(Catalogue.tables(batch).keySet());
    names.removeIf(name -> !Catalogue.isIndex(name));
    names.forEach(name -> Catalogue.removeTable(batch, name));
  }

  /**
   * Builds the indexes of tables whose classes are known, if the store has these tables. If a class
   * cannot hold a row, for example one that a newer program wrote, the table is left without
   * indexes. The next write by a program whose class can hold it builds them.
   *
   * @param batch the batch to build them in
   * @param tables the tables
   */
  public static void buildIndexes(Batch batch, Collection<? extends Table<?, ?>> tables) {
    for (Table<?, ?> table : tables) {
      if (Catalogue.table(batch, table.name()) != null) {
        build(batch, table);
      }
    }
  }

  private static void build(Batch batch, Table<?, ?> table) {
    try {
      Binding<?, ?> unused = Bindings.register(batch, table);
    } catch (IncompatibleRecordException e) {
      Set<String> unusedNames = Reindexing.forget(batch, table.name());
    }
  }
}
