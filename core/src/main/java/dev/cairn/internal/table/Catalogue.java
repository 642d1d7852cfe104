package dev.cairn.internal.table;

import dev.cairn.CorruptRecordException;
import dev.cairn.internal.engine.Batch;
import dev.cairn.internal.engine.Cursor;
import dev.cairn.internal.engine.Range;
import dev.cairn.internal.engine.View;
import dev.cairn.internal.key.KeyText;
import dev.cairn.internal.key.MalformedBytesException;
import dev.cairn.internal.key.TupleReader;
import dev.cairn.internal.key.TupleWriter;
import dev.cairn.internal.record.RecordCodec;
import dev.cairn.internal.record.StoredValue;
import dev.cairn.record.Schema;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the catalogue of a store: the rows that describe its tables, indexes and
 * schemas. With it every other row can be read without its class.
 *
 * <p>The catalogue has the table id 0. {@code (0, "table", name)} holds the id and the key type of
 * a table, or of an index under the name {@code table/index}; {@code (0, "schema", id)} holds the
 * schema that values of that id have, and the table that it was made for. These rows are sealed
 * like any others, with the two schema ids that are reserved for them.
 */
public final class Catalogue {
  /** The table id of the catalogue. */
  public static final int ID = 0;

  /** Stands between a table's name and its index's; no name has one. */
  public static final String INDEX = "/";

  private static final String TABLE = "table";
  private static final String SCHEMA = "schema";

  private static final int TABLE_SCHEMA = 0;
  private static final int SCHEMA_SCHEMA = 1;
  public static final int FIRST_SCHEMA = 2;
  private static final RecordCodec<TableEntry> TABLES = RecordCodec.of(TableEntry.class);
  private static final RecordCodec<SchemaEntry> SCHEMAS = RecordCodec.of(SchemaEntry.class);

  private Catalogue() {}

  /**
   * A table or an index.
   *
   * @param id the number with which its keys begin
   * @param key the types of the key's components
   */
  public record TableEntry(int id, String key) {}

  /**
   * A schema.
   *
   * @param table the table whose values have it
   * @param text the schema
   */
  public record SchemaEntry(String table, String text) {}

  /** Returns the entry of a table or an index, or null if the store has none of that name. */
  public static @Nullable TableEntry table(View view, String name) {
    byte[] key = key(TABLE).writeString(name).toKey("the catalogue's key");
    byte[] value = view.get(key);
    return value == null ? null : open(key, value, TABLE_SCHEMA, TABLES);
  }

  /** Returns every table and index by name. */
  public static Map<String, TableEntry> tables(View view) {
    Map<String, TableEntry> tables = new TreeMap<>();
    try (Cursor cursor = scan(view, TABLE)) {
      while (cursor.next()) {
        byte[] key = cursor.key();
        tables.put(name(key), open(key, cursor.value(), TABLE_SCHEMA, TABLES));
      }
    }
    return tables;
  }

  /** Returns the names of the indexes of a table, modifiable. */
  public static Set<String> indexesOf(View view, String table) {
    Set<String> names = new TreeSet<>();
    String prefix = table + INDEX;
    byte[] whole = key(TABLE).writeString(prefix).toBytes();
    byte[] beginning = Arrays.copyOf(whole, whole.length - 1); // without the end of the string
    try (Cursor cursor = view.scan(Range.prefix(beginning), View.Order.ASCENDING)) {
      while (cursor.next()) {
        names.add(name(cursor.key()).substring(prefix.length()));
      }
    }
    return names;
  }

  private static String name(byte[] key) {
    return afterKind(key, TupleReader::readString);
  }

  /** Reads the last component of a key. */
  private static <T> T afterKind(byte[] key, Function<TupleReader, T> last) {
    try {
      TupleReader reader = new TupleReader(key);
      reader.readLong();
      reader.readString();
      return last.apply(reader);
    } catch (MalformedBytesException e) {
      throw corrupt(key, e);
    }
  }

  /** Returns the name under which the catalogue has an index. */
  public static String indexName(String table, String index) {
    return table + INDEX + index;
  }

  /** Tells whether a name of the catalogue is that of an index. */
  public static boolean isIndex(String name) {
    return name.contains(INDEX);
  }

  /** Returns every schema by id. */
  public static Map<Integer, SchemaEntry> schemas(View view) {
    Map<Integer, SchemaEntry> schemas = new TreeMap<>();
    try (Cursor cursor = scan(view, SCHEMA)) {
      while (cursor.next()) {
        byte[] key = cursor.key();
        int id = afterKind(key, TupleReader::readInt);
        schemas.put(id, open(key, cursor.value(), SCHEMA_SCHEMA, SCHEMAS));
      }
    }
    return schemas;
  }

  /** Returns the greatest id of a table or an index; {@link #ID} if there is none. */
  static int greatestId(View view) {
    return tables(view).values().stream().mapToInt(TableEntry::id).max().orElse(ID);
  }

  /** Adds a table or an index, and returns its id. */
  public static int addTable(Batch batch, String name, String keyType) {
    int id = 1 + greatestId(batch);
    byte[] key = tableKey(name);
    batch.put(key, sealTable(key, id, keyType));
    return id;
  }

  public static byte[] tableKey(String name) {
    return key(TABLE).writeString(name).toKey("the catalogue's key");
  }

  public static byte[] sealTable(byte[] key, int id, String keyType) {
    return StoredValue.seal(key, TABLE_SCHEMA, TABLES, new TableEntry(id, keyType));
  }

  /** Removes a table or an index. */
  public static void removeTable(Batch batch, String name) {
    batch.delete(tableKey(name));
  }

  /** Adds a schema, and returns its id. */
  public static int addSchema(Batch batch, String table, Schema schema) {
    int id =
        Math.max(
            FIRST_SCHEMA, 1 + schemas(batch).keySet().stream().mapToInt(i -> i).max().orElse(0));
    byte[] key = schemaKey(id);
    batch.put(key, sealSchema(key, table, schema));
    return id;
  }

  public static byte[] schemaKey(int id) {
    return key(SCHEMA).writeLong(id).toKey("the catalogue's key");
  }

  public static byte[] sealSchema(byte[] key, String table, Schema schema) {
    SchemaEntry entry = new SchemaEntry(table, schema.toString());
    return StoredValue.seal(key, SCHEMA_SCHEMA, SCHEMAS, entry);
  }

  private static TupleWriter key(String kind) {
    return new TupleWriter().writeLong(ID).writeString(kind);
  }

  private static Cursor scan(View view, String kind) {
    return view.scan(Range.prefix(key(kind).toBytes()), View.Order.ASCENDING);
  }

  private static <V extends Record> V open(
      byte[] key, byte[] value, int schema, RecordCodec<V> codec) {
    try {
      StoredValue stored = StoredValue.open(key, value);
      if (stored.schemaId() != schema) {
        throw new MalformedBytesException("schema id " + stored.schemaId());
      }
      return codec.reader(codec.schema(), "catalogue").read(stored.payload());
    } catch (MalformedBytesException e) {
      throw corrupt(key, e);
    }
  }

  private static CorruptRecordException corrupt(byte[] key, MalformedBytesException e) {
    return new CorruptRecordException(
        "catalogue", KeyText.describe(key, 0), String.valueOf(e.getMessage()));
  }
}
