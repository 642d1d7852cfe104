package dev.cairn.internal.table;

import dev.cairn.IncompatibleRecordException;
import dev.cairn.internal.engine.Batch;
import dev.cairn.internal.engine.Cursor;
import dev.cairn.internal.engine.View;
import dev.cairn.internal.key.RowPrefix;
import dev.cairn.internal.record.RecordReader;
import dev.cairn.table.Index;
import dev.cairn.table.Key;
import dev.cairn.table.Table;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The tables that this process uses in a store, opened at their first use: that is where a record
 * class which cannot read what is stored is refused.
 *
 * <p>Only what is committed is remembered here; what a batch registers stays with the batch until
 * its commit.
 */
public final class Bindings {
  private final Map<String, Binding<?, ?>> byName = new ConcurrentHashMap<>();
  private final Map<Integer, Binding<?, ?>> byId = new ConcurrentHashMap<>();

  /** Returns the binding of a table, or null if the store has no such table. */
  public <K, V extends Record> @Nullable Binding<K, V> forReading(View view, Table<K, V> table) {
    Binding<K, V> known = known(table);
    return known != null ? known : reload(view, table);
  }

  /**
   * Reads the catalogue as a view shows it: what is known of its indexes may be older, or newer.
   */
  <K, V extends Record> @Nullable Binding<K, V> reload(View view, Table<K, V> table) {
    Binding<K, V> loaded = load(view, table);
    if (loaded != null) {
      remember(loaded);
    }
    return loaded;
  }

  /** Returns the binding of a table as far as it is known to be committed. */
  <K, V extends Record> @Nullable Binding<K, V> known(Table<K, V> table) {
    Binding<?, ?> known = byName.get(table.name());
    if (known == null) {
      return null;
    }
    requireSame(known.table, table);
    @SuppressWarnings("unchecked") // an equal table has the same types
    Binding<K, V> same = (Binding<K, V>) known;
    return same;
  }

  /** Refuses a second definition of a table that differs from the first. */
  static void requireSame(Table<?, ?> known, Table<?, ?> table) {
    if (!known.equals(table)) {
      throw new IllegalArgumentException(
          "%s is in use with %s, and cannot be used with %s; define it once"
              .formatted(table, definition(known), definition(table)));
    }
  }

  private static String definition(Table<?, ?> table) {
    return "key %s of %s, %s and indexes %s"
        .formatted(
            table.key(),
            table.key().codec().keyClass().getName(),
            table.recordClass().getName(),
            table.indexes().stream()
                .map(index -> index.name() + ' ' + index.key())
                .sorted()
                .toList());
  }

  /** Returns the binding that keys of this id belong to, or null if this process never used it. */
  @Nullable Binding<?, ?> byId(int id) {
    return byId.get(id);
  }

  /** Keeps a binding whose registration is committed, unless a later one is known. */
  void remember(Binding<?, ?> binding) {
    byId.merge(binding.id, binding, Bindings::later); // first: what is cached must be droppable
    byName.merge(binding.table.name(), binding, Bindings::later);
  }

  private static Binding<?, ?> later(Binding<?, ?> known, Binding<?, ?> other) {
    return other.since >= known.since ? other : known;
  }

  /** Reads the catalogue, or null if the store has no such table. */
  public static <K, V extends Record> @Nullable Binding<K, V> load(View view, Table<K, V> table) {
    Catalogue.TableEntry entry = Catalogue.table(view, table.name());
    if (entry == null) {
      return null;
    }
    requireKey(table.toString(), entry.key(), table.key());
    int writeSchema = Binding.NOT_REGISTERED;
    Map<Integer, RecordReader<V>> readers = new HashMap<>();
    String own = table.codec().schema().toString();
    for (Map.Entry<Integer, Catalogue.SchemaEntry> schema : Catalogue.schemas(view).entrySet()) {
      if (schema.getValue().table().equals(table.name())) {
        String text = schema.getValue().text();
        readers.put(schema.getKey(), Binding.reader(table, schema.getKey(), text));
        if (text.equals(own)) {
          writeSchema = schema.getKey();
        }
      }
    }
    Map<String, Integer> indexIds = new HashMap<>();
    for (Index<? super V, ?> index : table.indexes()) {
      Catalogue.TableEntry indexEntry = Catalogue.table(view, indexName(table, index));
      if (indexEntry != null) {
        requireKey(index + " of " + table, indexEntry.key(), index.key());
        indexIds.put(index.name(), indexEntry.id());
      }
    }
    return new Binding<>(table, entry.id(), writeSchema, view.version(), indexIds, readers);
  }

  private static String indexName(Table<?, ?> table, Index<?, ?> index) {
    return Catalogue.indexName(table.name(), index.name());
  }

  /** Refuses keys that are stored in another form than the declared one. */
  public static void requireKey(String what, String stored, Key<?> declared) {
    if (!stored.equals(declared.toString())) {
      throw new IncompatibleRecordException(
          "%s: stored with keys of %s, which cannot be read as %s; give it another name, or keep its key"
              .formatted(what, stored, declared));
    }
  }

  /** Reads the catalogue, and refuses what this program cannot write; null if there is no table. */
  static <K, V extends Record> @Nullable Binding<K, V> loadForWriting(
      View view, Table<K, V> table) {
    Binding<K, V> stored = load(view, table);
    refuseUnknownIndexes(view, table);
    return stored;
  }

  /** Looks the table up, then registers it. */
  public static <K, V extends Record> Binding<K, V> register(Batch batch, Table<K, V> table) {
    return register(batch, table, loadForWriting(batch, table));
  }

  /**
   * Puts into the catalogue what is missing there, and returns the complete binding. Where this
   * throws, the batch must not be committed: an index may be half built.
   *
   * @param stored the result of {@link #loadForWriting}
   */
  public static <K, V extends Record> Binding<K, V> register(
      Batch batch, Table<K, V> table, @Nullable Binding<K, V> stored) {
    int id =
        stored == null
            ? Catalogue.addTable(batch, table.name(), table.key().toString())
            : stored.id;
    int writeSchema =
        stored == null || stored.writeSchema == Binding.NOT_REGISTERED
            ? Catalogue.addSchema(batch, table.name(), table.codec().schema())
            : stored.writeSchema;
    boolean build = false;
    for (Index<? super V, ?> index : table.indexes()) {
      if (Catalogue.table(batch, indexName(table, index)) == null) {
        Catalogue.addTable(batch, indexName(table, index), index.key().toString());
        build |= stored != null;
      }
    }
    Binding<K, V> complete = load(batch, table);
    if (complete == null || complete.id != id || complete.writeSchema != writeSchema) {
      throw new IllegalStateException("the catalogue lost " + table);
    }
    if (build) {
      buildIndexes(batch, complete);
    }
    return complete;
  }

  /**
   * Refuses to write a table that has an index which this program does not know: it would leave the
   * index behind with every write. A newer program may add one at any time.
   */
  public static void refuseUnknownIndexes(View view, Table<?, ?> table) {
    Set<String> unknown = Catalogue.indexesOf(view, table.name());
    unknown.removeAll(table.indexNames());
    if (!unknown.isEmpty()) {
      throw new IncompatibleRecordException(
          "%s has the index '%s' in the store, which this program does not declare and so would not keep; declare it"
              .formatted(table, unknown.iterator().next()));
    }
  }

  /**
   * Makes the entries of a table that got a new index; those that exist are made once more.
   *
   * @throws IncompatibleRecordException at the first row that the record class cannot hold or an
   *     index cannot have: an index without it would pass for a whole one
   */
  private static <K, V extends Record> void buildIndexes(Batch batch, Binding<K, V> binding) {
    try (Cursor cursor = batch.scan(RowPrefix.all(binding.id), View.Order.ASCENDING)) {
      while (cursor.next()) {
        SortedSet<byte[]> entries = binding.entriesOf(batch, cursor.key(), cursor.value());
        IndexEntries.replace(batch, IndexEntries.none(), entries);
      }
    }
  }
}
