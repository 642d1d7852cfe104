package dev.cairn.internal.table;

import dev.cairn.CorruptRecordException;
import dev.cairn.IncompatibleRecordException;
import dev.cairn.internal.engine.View;
import dev.cairn.internal.key.MalformedBytesException;
import dev.cairn.internal.key.RowPrefix;
import dev.cairn.internal.key.TupleReader;
import dev.cairn.internal.key.TupleWriter;
import dev.cairn.internal.key.UnfitValueException;
import dev.cairn.internal.record.OpenedValues;
import dev.cairn.internal.record.RecordReader;
import dev.cairn.internal.record.StoredValue;
import dev.cairn.record.Schema;
import dev.cairn.table.Index;
import dev.cairn.table.Row;
import dev.cairn.table.Table;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Connects a table definition with one store: the table's id in that store, and the decoders of its
 * stored schemas.
 */
public final class Binding<K, V extends Record> {
  /** The write schema of a binding that was made for reading only. */
  static final int NOT_REGISTERED = -1;

  public final Table<K, V> table;
  public final int id;

  /** The schema id of what is written, or {@link #NOT_REGISTERED}. */
  final int writeSchema;

  /** The version of the store from which on this is true: an older view may lack an index. */
  final long since;

  /** Makes the entries that rows have in the indexes of the table. */
  public final IndexEntries<K, V> entries;

  private final RowFaults faults;

  /** The last version at which the store was seen to have an index, by its name. */
  private final Map<String, Long> indexSeen = new ConcurrentHashMap<>();

  private final Map<Integer, RecordReader<V>> readers = new ConcurrentHashMap<>();

  /** The reader of {@link #writeSchema}, which most values have; null if that is not registered. */
  private final @Nullable RecordReader<V> ownReader;

  Binding(
      Table<K, V> table,
      int id,
      int writeSchema,
      long since,
      Map<String, Integer> indexIds,
      Map<Integer, RecordReader<V>> readers) {
    this.table = table;
    this.id = id;
    this.writeSchema = writeSchema;
    this.since = since;
    this.entries = new IndexEntries<>(table, id, indexIds);
    this.faults = new RowFaults(table.name());
    this.readers.putAll(readers);
    this.ownReader = readers.get(writeSchema);
  }

  /** Returns this binding as what a commit made true. */
  Binding<K, V> committed(long version) {
    return new Binding<>(table, id, writeSchema, version, entries.ids(), readers);
  }

  /** Returns whether everything that a write needs is in the catalogue. */
  boolean registered() {
    return writeSchema != NOT_REGISTERED && entries.ids().size() == table.indexes().size();
  }

  /** Returns the id of an index, or null if the store does not have it yet. */
  public @Nullable Integer indexId(Index<?, ?> index) {
    return entries.id(index.name());
  }

  /**
   * Tells whether what is committed has an index as it is known here. Maintenance may take it away,
   * and its next owner makes it anew under another id.
   */
  boolean hasIndex(View snapshot, String index) {
    long version = snapshot.version();
    if (version < since) {
      return false;
    }
    if (entries.id(index) != null && version <= indexSeen.getOrDefault(index, since)) {
      return true;
    }
    boolean there = hasIndexNow(snapshot, index);
    if (there) {
      indexSeen.merge(index, version, Math::max);
    }
    return there;
  }

  /**
   * Like {@link #hasIndex}, without memory: a batch can change while its version stays the same.
   */
  boolean hasIndexNow(View view, String index) {
    Integer id = entries.id(index);
    Catalogue.TableEntry entry = Catalogue.table(view, Catalogue.indexName(table.name(), index));
    return id != null && entry != null && entry.id() == id;
  }

  /** Tells whether a batch has all indexes as they are known here. */
  boolean hasIndexes(View batch) {
    return table.indexes().stream().allMatch(index -> hasIndexNow(batch, index.name()));
  }

  /** Returns the bytes of a row's key. */
  public byte[] keyBytes(TupleWriter writer, String namespace, K key) {
    return keyBytes(writer, id, namespace, table, key);
  }

  public static <K> byte[] keyBytes(
      TupleWriter writer, int id, String namespace, Table<K, ?> table, K key) {
    RowPrefix.write(writer.reset(), id, namespace);
    table.key().codec().append(key, writer);
    return writer.toKey(table.keyText());
  }

  /**
   * Reads the key of a row. If there is a value, call {@link #open} first: its checksum proves the
   * key too.
   *
   * @throws CorruptRecordException if the bytes are not a key of this table
   * @throws IncompatibleRecordException if this program's classes cannot hold the key
   */
  public K key(byte[] bytes) {
    try {
      return key(RowPrefix.after(bytes));
    } catch (MalformedBytesException e) {
      throw faults.corrupt(bytes, e);
    } catch (UnfitValueException e) {
      throw faults.incompatible(bytes, e);
    }
  }

  private K key(TupleReader reader) {
    K key = table.key().codec().read(reader);
    reader.expectEnd();
    return key;
  }

  byte[] seal(byte[] key, V record) {
    return StoredValue.seal(key, writeSchema, table.codec(), record);
  }

  /**
   * Reads a stored value.
   *
   * @param view the view to look the schema up in if a newer class wrote the value
   * @throws CorruptRecordException if the value is damaged
   * @throws IncompatibleRecordException if the value is sound, and the record class cannot hold it
   */
  public V open(View view, byte[] key, byte[] value) {
    try {
      StoredValue stored = StoredValue.open(key, value);
      return reader(view, stored.schemaId()).read(stored.payload());
    } catch (MalformedBytesException e) {
      throw faults.corrupt(key, e);
    } catch (UnfitValueException e) {
      throw faults.incompatible(key, e);
    }
  }

  /** Reads the row that a walk is at, of keys that begin with so many bytes before their own. */
  Row<K, V> row(View view, OpenedValues at, int prefix) {
    try {
      V value = reader(view, at.open()).read(at.payload()); // first: it proves the key too
      return new Row<>(key(new TupleReader(at.key(), prefix)), value);
    } catch (MalformedBytesException e) {
      throw faults.corrupt(at.key(), e);
    } catch (UnfitValueException e) {
      throw faults.incompatible(at.key(), e);
    }
  }

  private RecordReader<V> reader(View view, int schemaId) {
    RecordReader<V> reader = schemaId == writeSchema ? ownReader : readers.get(schemaId);
    if (reader == null) {
      Catalogue.SchemaEntry entry = Catalogue.schemas(view).get(schemaId);
      if (entry == null) {
        throw new MalformedBytesException("the store has no schema " + schemaId);
      }
      reader = reader(table, schemaId, entry.text());
      readers.put(schemaId, reader);
    }
    return reader;
  }

  /**
   * Makes the reader of a stored schema.
   *
   * @throws IncompatibleRecordException if the table's record class cannot read it
   */
  public static <V extends Record> RecordReader<V> reader(
      Table<?, V> table, int schemaId, String text) {
    Schema schema;
    try {
      schema = Schema.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IncompatibleRecordException(
          "%s: this version of Cairn cannot read its schema %d, %s; use the version that wrote it"
              .formatted(table, schemaId, e.getMessage()));
    }
    return table.codec().reader(schema, table.name());
  }

  /**
   * Refuses a row of a newer class that may have renamed a component: read here, the component is
   * absent, and the index entries of the row would be other ones than those that it has.
   *
   * @throws IncompatibleRecordException if so
   */
  void requireAllNames(View view, byte[] rowKey, byte[] value) {
    if (!hasNewerSchemas()) {
      return; // and the value need not be opened, which computes its checksum
    }
    int schemaId = StoredValue.open(rowKey, value).schemaId();
    if (schemaId > writeSchema && reader(view, schemaId).mayLackRenamed()) {
      throw faults.incompatible(
          rowKey,
          new UnfitValueException(
              "a newer program wrote it, which may have renamed a component, so its index entries are not known here; upgrade all programs first",
              null));
    }
  }

  /** Tells whether rows can be there for which {@link #requireAllNames} must look. */
  boolean hasNewerSchemas() {
    return readers.keySet().stream().anyMatch(schemaId -> schemaId > writeSchema);
  }

  /**
   * Returns the index entries of a row as it is stored.
   *
   * @param view the view to look the schema up in if a newer class wrote the value
   * @throws CorruptRecordException if the row is damaged
   * @throws IncompatibleRecordException if this program's classes cannot hold it, or an index of
   *     this program cannot have its entries
   */
  public SortedSet<byte[]> entriesOf(View view, byte[] rowKey, byte[] value) {
    V row = open(view, rowKey, value);
    requireAllNames(view, rowKey, value);
    return entries.ofStored(rowKey, key(rowKey), row);
  }
}
