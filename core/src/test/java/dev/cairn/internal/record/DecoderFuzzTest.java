package dev.cairn.internal.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.CairnException;
import dev.cairn.IncompatibleRecordException;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.key.KeyText;
import dev.cairn.internal.key.MalformedBytesException;
import dev.cairn.internal.key.TupleWriter;
import dev.cairn.internal.key.UnfitValueException;
import dev.cairn.internal.stored.CatalogueCheck;
import dev.cairn.internal.stored.SortedRows;
import dev.cairn.internal.stored.TypedRows;
import dev.cairn.internal.table.Catalogue;
import dev.cairn.internal.table.OpenStore;
import dev.cairn.record.KeyType;
import dev.cairn.record.Schema;
import dev.cairn.stored.GenericRow;
import dev.cairn.stored.StoredTable;
import dev.cairn.stored.StoredTable.StoredIndex;
import dev.cairn.stored.StoredTables;
import dev.cairn.survival.Effort;
import dev.cairn.survival.Fuzzing;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests that the decoder reads or refuses arbitrary bytes with a correct checksum, and that values
 * which it reads can be written again unchanged.
 */
@Tag("slow")
class DecoderFuzzTest {
  enum Colour {
    RED,
    GREEN
  }

  record Point(int x, Integer y) {}

  record Nothing() {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Scalars(
      boolean bool,
      Byte b,
      short s,
      Character c,
      int i,
      long l,
      float f,
      Double d,
      String text,
      byte[] bytes,
      BigDecimal decimal,
      BigInteger integer,
      UUID uuid,
      URI uri,
      Colour colour) {}

  record Times(
      Instant instant,
      Duration duration,
      LocalDate date,
      LocalTime time,
      LocalDateTime dateTime,
      OffsetDateTime offset,
      ZonedDateTime zoned) {}

  record Parts(
      Point point,
      Optional<Point> maybe,
      List<Point> path,
      List<List<Integer>> lists,
      Set<String> tags,
      Map<String, Instant> times,
      Map<Point, Set<Colour>> near,
      List<Nothing> nothings) {}

  private static final List<RecordCodec<?>> CODECS =
      List.of(
          RecordCodec.of(Scalars.class), RecordCodec.of(Times.class), RecordCodec.of(Parts.class));

  private static final byte[] KEY =
      new TupleWriter().writeLong(1).writeString("").writeString("k").toBytes();

  private static final int SCHEMA = 2;

  private static final List<List<String>> KEYS =
      List.of(
          List.of("string"),
          List.of("int", "long", "bool"),
          List.of("double", "instant"),
          List.of("uuid", "bytes"),
          List.of("enum", "string", "string"));

  private static byte[] sealed(byte[] key, byte[] payload) {
    return new StoredValue(SCHEMA, new PayloadInput(payload, 0)).sealAgain(key, SCHEMA);
  }

  private static StoredTable table(List<String> key, Schema schema) {
    StoredIndex index = new StoredIndex(7, "index", List.of(KeyType.STRING));
    return new StoredTable(
        1,
        "fuzzed",
        key.stream().map(KeyType::of).toList(),
        Map.of(SCHEMA, schema),
        List.of(index));
  }

  @Test
  void recordsAreReadOrRefused() throws InterruptedException {
    new Fuzzing(
            "record",
            DecoderFuzzTest::readRecord,
            IllegalArgumentException.class, // no schema
            MalformedBytesException.class,
            UnfitValueException.class,
            CairnException.class)
        .run(Effort.of(50_000, 5_000_000));
  }

  /** The input is the text of a schema, a line break, and what is stored after the schema's id. */
  private static Object readRecord(byte[] input) {
    int end = 0;
    while (end < input.length && input[end] != '\n') {
      end++;
    }
    String text = new String(input, 0, end, UTF_8);
    byte[] payload = Arrays.copyOfRange(input, Math.min(end + 1, input.length), input.length);
    Schema schema = Schema.parse(text);
    assertThat(schema).hasToString(text);
    byte[] value = sealed(KEY, payload);
    Map<String, Object> unused =
        GenericValue.readWhole(schema, open(value)); // says best where it refuses
    String read = rewritten(table(List.of("string"), schema), value);
    for (RecordCodec<?> codec : CODECS) {
      read += rewritten(codec, schema, value);
    }
    return read;
  }

  private static PayloadInput open(byte[] value) {
    return (PayloadInput) StoredValue.open(KEY, value).payload();
  }

  private static String rewritten(StoredTable table, byte[] value) {
    GenericRow row = table.read(KEY, value);
    byte[] written;
    try {
      written = row.valueBytes(KEY);
    } catch (IllegalArgumentException e) {
      return "no writer's"; // say a set that has an element twice
    }
    assertThat(table.read(KEY, written).valueBytes(KEY)).isEqualTo(written);
    return Arrays.equals(value, written) ? "as written" : "read";
  }

  private static <V extends Record> String rewritten(
      RecordCodec<V> codec, Schema stored, byte[] value) {
    RecordReader<V> reader;
    try {
      reader = codec.reader(stored, "fuzzed");
    } catch (IncompatibleRecordException e) {
      return ", refused";
    }
    byte[] written = StoredValue.seal(KEY, SCHEMA, codec, reader.read(open(value)));
    V again = codec.reader(codec.schema(), "fuzzed").read(open(written));
    assertThat(StoredValue.seal(KEY, SCHEMA, codec, again)).isEqualTo(written);
    return ", read by its class";
  }

  @Test
  void keysAreReadOrRefused() throws InterruptedException {
    new Fuzzing(
            "key", DecoderFuzzTest::readKey, MalformedBytesException.class, CairnException.class)
        .run(Effort.of(40_000, 10_000_000));
  }

  /** The input is which types the key has, and the key. */
  private static Object readKey(byte[] input) {
    int types = input.length == 0 ? 0 : (input[0] & 0xFF) % KEYS.size();
    int end = Math.min(input.length, 1 + Engine.MAX_KEY_BYTES);
    byte[] key = Arrays.copyOfRange(input, Math.min(1, end), end);
    assertThat(KeyText.describe(key, 0)).isNotEmpty();
    StoredTable table = table(KEYS.get(types), Schema.parse("{}"));
    if (StoredTables.id(key) == table.indexes().get(0).id()) {
      byte[] row = table.rowKey(table.indexes().get(0), key);
      assertThat(table.read(row, sealed(row, new byte[0])).keyBytes()).isEqualTo(row);
      return "entry " + types;
    }
    assertThat(tuple(KeyText.components(key, 0))).isEqualTo(key);
    GenericRow row = table.read(key, sealed(key, new byte[0]));
    assertThat(table.keyBytes(row.namespace(), row.key())).isEqualTo(key);
    return "row " + types;
  }

  /** Each tuple has one encoding. */
  private static byte[] tuple(List<Object> components) {
    TupleWriter out = new TupleWriter();
    for (Object component : components) {
      if (component instanceof String text) {
        out.writeString(text);
      } else if (component instanceof Long number) {
        out.writeLong(number);
      } else if (component instanceof Double number) {
        out.writeDouble(number);
      } else if (component instanceof Boolean truth) {
        out.writeBoolean(truth);
      } else if (component instanceof UUID uuid) {
        out.writeUuid(uuid);
      } else {
        out.writeBytes((byte[]) component);
      }
    }
    return out.toBytes();
  }

  @Test
  void cataloguesAreReadOrRefused() throws InterruptedException {
    new Fuzzing("catalogue", DecoderFuzzTest::readCatalogue, CairnException.class)
        .run(Effort.of(5_000, 500_000));
  }

  /** The input is a line for each row, its fields apart by bars. */
  private static Object readCatalogue(byte[] input) {
    SortedRows rows = new SortedRows();
    for (String line : new String(input, UTF_8).split("\n", -1)) {
      try {
        add(line.split("\\|", -1), rows);
      } catch (IllegalArgumentException e) {
        // no line
      }
    }
    CatalogueCheck check = checked(rows);
    assertThat(check.tables().all()).allMatch(table -> table.id() > Catalogue.ID);
    TypedRows unused = TypedRows.of(check.rows(), OpenStore.NOTES);
    StoredTables tables = StoredTables.of(rows);
    for (StoredTable table : tables.all()) {
      assertThat(tables.describe(table.prefix())).isNotEmpty();
    }
    return Math.min(3, check.problems().size()) + " problems, " + Math.min(3, tables.all().size());
  }

  /** It passes over what it cannot read, and so takes everything. */
  private static CatalogueCheck checked(SortedRows rows) {
    try {
      return new CatalogueCheck(rows);
    } catch (CairnException e) {
      throw new AssertionError("a row hides the others", e);
    }
  }

  private static void add(String[] fields, SortedRows rows) {
    if (fields.length == 4 && fields[0].equals("table")) {
      byte[] key = Catalogue.tableKey(fields[1]);
      rows.put(key, Catalogue.sealTable(key, Integer.parseInt(fields[2]), fields[3]));
    } else if (fields.length == 4 && fields[0].equals("schema")) {
      byte[] key = Catalogue.schemaKey(Integer.parseInt(fields[1]));
      Catalogue.SchemaEntry entry = new Catalogue.SchemaEntry(fields[2], fields[3]);
      rows.put(key, StoredValue.seal(key, 1, RecordCodec.of(Catalogue.SchemaEntry.class), entry));
    } else if (fields.length == 3 && fields[0].equals("row")) {
      byte[] key = HexFormat.of().parseHex(fields[1]);
      rows.put(key, sealed(key, HexFormat.of().parseHex(fields[2])));
    }
  }
}
