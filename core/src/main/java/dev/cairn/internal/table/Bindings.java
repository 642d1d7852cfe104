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
 * Caches, for each table that this process uses, its id, its indexes and the decoders of its stored
 * schemas. A binding is loaded from the catalogue at first use, and a record class that cannot read
 * a stored schema is refused then. This class also registers tables in the catalogue and builds
 * their new indexes.
 *
 * <p>Only committed bindings are remembered here; a batch keeps the bindings that it registers
 * until it commits.
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
   * Reads a table's binding from a view's catalogue and remembers it; the binding remembered before
   * may list the indexes of an older or newer version.
   */
  <K, V extends Record> @Nullable Binding<K, V> reload(View view, Table<K, V> table) {
    Binding<K, V> loaded = load(view, table);
    if (loaded != null) {
      remember(loaded);
    }
    return loaded;
  }

  /** Returns the remembered binding of a table, or null if there is none. */
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
    return "key %s of %s, %s, indexes %s%s%s"
        .formatted(
            table.key(),
            table.key().codec().keyClass().getName(),
            table.recordClass().getName(),
            table.indexes().stream()
                .map(index -> index.name() + ' ' + index.key())
                .sorted()
                .toList(),
            table.isDerived() ? ", derived" : "",
            table.cacheable() ? "" : ", uncached");
  }

  /** Returns the binding of the table with this id, or null if none is remembered. */
  @Nullable Binding<?, ?> byId(int id) {
    return byId.get(id);
  }

  /**
   * Remembers a binding that was read from a committed version or registered by a commit, unless a
   * later one is remembered.
   */
  void remember(Binding<?, ?> binding) {
    // By id first, because the cache finds the rows to drop by table id.
    byId.merge(binding.id, binding, Bindings::later);
    byName.merge(binding.table.name(), binding, Bindings::later);
  }

  private static Binding<?, ?> later(Binding<?, ?> known, Binding<?, ?> other) {
    return other.since >= known.since ? other : known;
  }

  /** Returns the binding that the catalogue gives, or null if the store has no such table. */
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

  /** Refuses stored keys whose form differs from the declared one. */
  public static void requireKey(String what, String stored, Key<?> declared) {
    if (!stored.equals(declared.toString())) {
      throw new IncompatibleRecordException(
          "%s: stored with keys of %s, which cannot be read as %s; give it another name, or keep its key"
              .formatted(what, stored, declared));
    }
  }

  /**
   * Returns the binding that the catalogue gives, or null if there is no such table; refuses a
   * table that this program cannot write.
   */
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
   * Adds the missing entries to the catalogue, builds new indexes of an existing table, and returns
   * the complete binding. If this throws, the batch must not be committed: an index may be half
   * built.
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
   * Refuses to write a table that has an index unknown to this program: the program's writes would
   * not update that index. A newer program may add one at any time.
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
   * Makes the index entries of all rows of a table that got a new index; existing entries are
   * written again.
   *
   * @throws IncompatibleRecordException at the first row that the record class cannot hold or that
   *     an index cannot contain; without that row, the index would look complete and not be
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
