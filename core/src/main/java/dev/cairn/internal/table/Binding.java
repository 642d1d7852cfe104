package dev.cairn.internal.table;

import dev.cairn.CorruptRecordException;
import dev.cairn.IncompatibleRecordException;
import dev.cairn.internal.engine.Batch;
import dev.cairn.internal.engine.Cursor;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.Range;
import dev.cairn.internal.engine.View;
import dev.cairn.internal.key.KeyCodecs;
import dev.cairn.internal.key.KeyText;
import dev.cairn.internal.key.MalformedBytesException;
import dev.cairn.internal.key.TupleReader;
import dev.cairn.internal.key.TupleWriter;
import dev.cairn.internal.key.UnfitValueException;
import dev.cairn.internal.record.RecordReader;
import dev.cairn.internal.record.StoredValue;
import dev.cairn.record.Schema;
import dev.cairn.table.Index;
import dev.cairn.table.Table;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A table in a store: the ids that its rows and index entries begin with, and how to read every
 * schema that its values have.
 */
public final class Binding<K, V extends Record> {
  /** The write schema of a binding that was made for reading only. */
  static final int NOT_REGISTERED = -1;

  /** The value of an index entry. */
  public static final byte[] NOTHING = {};

  public final Table<K, V> table;
  public final int id;

  /** The schema id of what is written, or {@link #NOT_REGISTERED}. */
  final int writeSchema;

  /** The version of the store from which on this is true: an older view may lack an index. */
  final long since;

  private final Map<String, Integer> indexIds;

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
    this.indexIds = Map.copyOf(indexIds);
    this.readers.putAll(readers);
    this.ownReader = readers.get(writeSchema);
  }

  /** Returns this binding as what a commit made true. */
  Binding<K, V> committed(long version) {
    return new Binding<>(table, id, writeSchema, version, indexIds, readers);
  }

  /** Returns whether everything that a write needs is in the catalogue. */
  boolean registered() {
    return writeSchema != NOT_REGISTERED && indexIds.size() == table.indexes().size();
  }

  /** Returns the id of an index, or null if the store does not have it yet. */
  public @Nullable Integer indexId(Index<?, ?> index) {
    return indexIds.get(index.name());
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
    if (indexIds.containsKey(index) && version <= indexSeen.getOrDefault(index, since)) {
      return true;
    }
    boolean there = hasIndexNow(snapshot, index);
    if (there) {
      indexSeen.merge(index, version, Math::max);
    }
    return there;
  }

  /** As {@link #hasIndex}, for a batch: what it has can change while its version stays. */
  boolean hasIndexNow(View view, String index) {
    Integer id = indexIds.get(index);
    Catalogue.TableEntry entry = Catalogue.table(view, Catalogue.indexName(table.name(), index));
    return id != null && entry != null && entry.id() == id;
  }

  /** Tells whether a batch has all indexes as they are known here. */
  boolean hasIndexes(View batch) {
    return table.indexes().stream().allMatch(index -> hasIndexNow(batch, index.name()));
  }

  /** Returns where all rows of a table, or all entries of an index, are. */
  public static Range all(int id) {
    return Range.prefix(new TupleWriter().writeLong(id).toBytes());
  }

  /** Returns the bytes with which the keys of a namespace begin. */
  public static byte[] prefix(int id, String namespace) {
    return new TupleWriter().writeLong(id).writeString(namespace).toKey("the namespace");
  }

  /** Returns the bytes of a row's key. */
  public byte[] keyBytes(TupleWriter writer, String namespace, K key) {
    return keyBytes(writer, id, namespace, table, key);
  }

  public static <K> byte[] keyBytes(
      TupleWriter writer, int id, String namespace, Table<K, ?> table, K key) {
    writer.reset().writeLong(id).writeString(namespace);
    table.key().codec().append(key, writer);
    return writer.toKey(table.keyText());
  }

  /**
   * Returns the namespace of a row's key, or of an index entry.
   *
   * @throws CorruptRecordException if there is none
   */
  public String namespace(byte[] bytes) {
    try {
      TupleReader reader = new TupleReader(bytes);
      reader.readLong();
      return reader.readString();
    } catch (MalformedBytesException e) {
      throw corrupt(bytes, e);
    }
  }

  /**
   * Returns the key that bytes of this table are of. Where there is a value, {@link #open} comes
   * first: its checksum proves the key too.
   *
   * @throws CorruptRecordException if they are of none
   * @throws IncompatibleRecordException if this program's classes cannot hold the key
   */
  public K key(byte[] bytes) {
    try {
      TupleReader reader = new TupleReader(bytes);
      reader.readLong();
      reader.readString();
      K key = table.key().codec().read(reader);
      reader.expectEnd();
      return key;
    } catch (MalformedBytesException e) {
      throw corrupt(bytes, e);
    } catch (UnfitValueException e) {
      throw incompatible(bytes, e);
    }
  }

  byte[] seal(byte[] key, V record) {
    return StoredValue.seal(key, writeSchema, table.codec(), record);
  }

  /**
   * Reads a stored value.
   *
   * @param view where the schema is looked up if a newer class wrote the value
   * @throws CorruptRecordException if the value is damaged
   * @throws IncompatibleRecordException if the value is sound, and the record class cannot hold it
   */
  public V open(View view, byte[] key, byte[] value) {
    try {
      StoredValue stored = StoredValue.open(key, value);
      return reader(view, stored.schemaId()).read(stored.payload());
    } catch (MalformedBytesException e) {
      throw corrupt(key, e);
    } catch (UnfitValueException e) {
      throw incompatible(key, e);
    }
  }

  private IncompatibleRecordException incompatible(byte[] key, UnfitValueException e) {
    return IncompatibleRecordException.ofRow(
        table.name(), KeyText.describe(key, 0), String.valueOf(e.getMessage()), e.getCause());
  }

  private CorruptRecordException corrupt(byte[] key, MalformedBytesException e) {
    return new CorruptRecordException(
        table.name(), KeyText.describe(key, 0), String.valueOf(e.getMessage()));
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
   * Returns the index entries of a row.
   *
   * @throws IllegalArgumentException if one is too long
   */
  public SortedSet<byte[]> entries(String namespace, K key, V row) {
    if (table.indexes().isEmpty()) {
      return Collections.emptySortedSet();
    }
    SortedSet<byte[]> entries = noEntries();
    for (Index<? super V, ?> index : table.indexes()) {
      Integer indexId = indexIds.get(index.name());
      if (indexId != null) {
        addEntries(index, indexId, namespace, key, row, entries);
      }
    }
    return entries;
  }

  private <I> void addEntries(
      Index<? super V, I> index,
      int indexId,
      String namespace,
      K key,
      V row,
      SortedSet<byte[]> entries) {
    for (I value : index.valuesOf(row)) {
      entries.add(entryBytes(index, indexId, namespace, value, key));
    }
  }

  /**
   * Returns the index entries of a row as it is stored.
   *
   * @param view where the schema is looked up if a newer class wrote the value
   * @throws CorruptRecordException if the row is damaged
   * @throws IncompatibleRecordException if this program's classes cannot hold it
   */
  public SortedSet<byte[]> entriesOf(View view, byte[] rowKey, byte[] value) {
    V row = open(view, rowKey, value);
    return entries(namespace(rowKey), key(rowKey), row);
  }

  public static SortedSet<byte[]> noEntries() {
    return new TreeSet<>(Arrays::compareUnsigned);
  }

  /** Finds the index entries of a row that cannot be read here: it looks at those of every row. */
  public SortedSet<byte[]> findEntries(View view, String namespace, byte[] rowKey) {
    SortedSet<byte[]> found = noEntries();
    for (Index<? super V, ?> index : table.indexes()) {
      Integer indexId = indexIds.get(index.name());
      if (indexId == null) {
        continue;
      }
      Range all = Range.prefix(prefix(indexId, namespace));
      try (Cursor cursor = view.scan(all, View.Order.ASCENDING)) {
        while (cursor.next()) {
          byte[] entry = cursor.key();
          if (Arrays.equals(rowKey(index, entry), rowKey)) {
            found.add(entry);
          }
        }
      }
    }
    return found;
  }

  /** Brings the index entries of a row from its old state to its new one. */
  public static void reindex(Batch batch, SortedSet<byte[]> before, SortedSet<byte[]> after) {
    for (byte[] entry : before) {
      if (!after.contains(entry)) {
        batch.delete(entry);
      }
    }
    for (byte[] entry : after) {
      if (!before.contains(entry)) {
        batch.put(entry, NOTHING);
      }
    }
  }

  private <I> byte[] entryBytes(
      Index<? super V, I> index, int indexId, String namespace, I value, K key) {
    TupleWriter writer = new TupleWriter().writeLong(indexId).writeString(namespace);
    KeyCodecs.joined(index.key().codec(), table.key().codec()).append(value, key, writer);
    boolean fits = writer.length() <= Engine.MAX_KEY_BYTES;
    return writer.toKey(fits ? "an entry" : "an entry of %s of %s".formatted(index, table));
  }

  /**
   * Returns the primary key in an index entry. The indexed value may be one that this program's
   * classes cannot hold.
   *
   * @throws CorruptRecordException if it is none
   * @throws IncompatibleRecordException if this program's classes cannot hold the key
   */
  public <I> K entryKey(Index<? super V, I> index, byte[] entry) {
    try {
      TupleReader reader = new TupleReader(entry);
      reader.readLong();
      reader.readString();
      index.key().codec().skip(reader);
      K key = table.key().codec().read(reader);
      reader.expectEnd();
      return key;
    } catch (MalformedBytesException e) {
      throw corrupt(entry, e);
    } catch (UnfitValueException e) {
      throw incompatible(entry, e);
    }
  }

  /**
   * Returns the bytes of the row's key in an index entry. They may name enum constants that this
   * program does not know.
   *
   * @throws CorruptRecordException if the entry is malformed
   */
  public byte[] rowKey(Index<? super V, ?> index, byte[] entry) {
    try {
      TupleReader reader = new TupleReader(entry);
      reader.readLong();
      String namespace = reader.readString();
      index.key().codec().skip(reader);
      int rowAt = reader.position();
      table.key().codec().skip(reader);
      reader.expectEnd();
      return new TupleWriter()
          .writeLong(id)
          .writeString(namespace)
          .writeRaw(Arrays.copyOfRange(entry, rowAt, entry.length))
          .toKey("the key of a row");
    } catch (MalformedBytesException e) {
      throw corrupt(entry, e);
    }
  }
}
