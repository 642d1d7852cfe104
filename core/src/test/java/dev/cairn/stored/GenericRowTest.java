package dev.cairn.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.cairn.CorruptRecordException;
import dev.cairn.internal.engine.Cursor;
import dev.cairn.internal.engine.Range;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.engine.View;
import dev.cairn.internal.key.RowPrefix;
import dev.cairn.internal.table.OpenStore;
import dev.cairn.record.KeyType;
import dev.cairn.record.Schema;
import dev.cairn.stored.StoredTable.StoredIndex;
import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that rows which are read and written without their record classes keep every byte. */
class GenericRowTest {
  enum Mood {
    FINE,
    BAD
  }

  record Point(int x, Integer y) {}

  @SuppressWarnings("ArrayRecordComponent")
  record Everything(
      boolean flag,
      byte small,
      char letter,
      long number,
      Float ratio,
      double weight,
      String text,
      byte[] blob,
      BigDecimal price,
      URI link,
      UUID id,
      Instant at,
      Duration took,
      ZonedDateTime there,
      Mood mood,
      Point place,
      Optional<Point> next,
      List<String> names,
      Set<Long> numbers,
      Map<Point, List<Integer>> near,
      Map<String, String> notes) {}

  @SuppressWarnings("ArrayRecordComponent")
  record EveryKey(
      String text,
      int number,
      long large,
      boolean flag,
      double weight,
      Instant at,
      UUID id,
      byte[] raw,
      Mood mood) {}

  static final Table<EveryKey, Everything> EVERYTHING =
      Table.named("everything").keyedBy(Keys.record(EveryKey.class)).holding(Everything.class);

  @TempDir Path directory;
  private OpenStore store;

  @BeforeEach
  void open() {
    store = OpenStore.in(directory.resolve("store"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static Everything full() {
    return new Everything(
        true,
        (byte) -1,
        '\uD800',
        Long.MIN_VALUE,
        Float.NaN,
        -0.0,
        "żółw \uDC00 \0 😀",
        new byte[] {0, -1},
        new BigDecimal("1.50"),
        URI.create("https://example.com/?q=%20"),
        new UUID(1, -1),
        Instant.MAX,
        Duration.ofSeconds(-1, 1),
        ZonedDateTime.parse("2024-10-27T02:30:00+01:00[Europe/Warsaw]"),
        Mood.BAD,
        new Point(1, null),
        Optional.of(new Point(2, 3)),
        Arrays.asList("a", null, ""),
        Set.of(5L, -5L, 300L, 7L),
        Map.of(new Point(1, 1), List.of(1), new Point(0, null), List.of()),
        new HashMap<>(Map.of("k", "v")));
  }

  private static Everything empty() {
    return new Everything(
        false,
        (byte) 0,
        'a',
        0,
        null,
        Double.NEGATIVE_INFINITY,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        Optional.empty(),
        null,
        null,
        null,
        null);
  }

  private static EveryKey key(String text) {
    return new EveryKey(
        text,
        -1,
        Long.MAX_VALUE,
        true,
        -0.0,
        Instant.EPOCH.minusNanos(1),
        new UUID(0, 0),
        new byte[] {0, 1},
        Mood.FINE);
  }

  private void fill() {
    store.write(tx -> tx.put(EVERYTHING, key("a"), full()));
    store
        .in("alice")
        .write(
            tx -> {
              tx.put(EVERYTHING, key(""), full());
              return tx.put(EVERYTHING, key("ż😀\0"), empty());
            });
  }

  private StoredTables tables() {
    try (Snapshot snapshot = store.engine.snapshot()) {
      return StoredTables.of(snapshot);
    }
  }

  private List<byte[][]> bytes(StoredTable table) {
    List<byte[][]> rows = new ArrayList<>();
    try (Snapshot snapshot = store.engine.snapshot();
        Cursor cursor = snapshot.scan(Range.prefix(table.prefix()), View.Order.ASCENDING)) {
      while (cursor.next()) {
        rows.add(new byte[][] {cursor.key(), cursor.value()});
      }
    }
    return rows;
  }

  @Test
  void whatIsReadIsWrittenBackAsTheSameBytes() {
    fill();
    StoredTable table = tables().named("everything").orElseThrow();
    List<byte[][]> rows = bytes(table);
    assertThat(rows).hasSize(3);
    for (byte[][] bytes : rows) {
      GenericRow row = table.read(bytes[0], bytes[1]);
      assertThat(row.keyBytes()).isEqualTo(bytes[0]);
      assertThat(row.valueBytes(bytes[0])).isEqualTo(bytes[1]);
    }
  }

  @Test
  void aRowShowsItsKeyAndItsComponents() {
    fill();
    StoredTable table = tables().named("everything").orElseThrow();
    byte[][] bytes = bytes(table).get(2);
    GenericRow row = table.read(bytes[0], bytes[1]);

    assertThat(row.namespace()).isEqualTo("alice");
    assertThat(row.key()).startsWith("ż😀\0", -1, Long.MAX_VALUE, true).endsWith("FINE");
    assertThat(row.value().keySet()).startsWith("flag", "small", "letter");
    assertThat(row.value()).containsEntry("mood", null).containsEntry("letter", 'a');
    GenericRow full = table.read(bytes(table).get(0)[0], bytes(table).get(0)[1]);
    Map<String, Object> place = new LinkedHashMap<>();
    place.put("x", 1);
    place.put("y", null);
    assertThat(full.value()).containsEntry("place", place).containsEntry("mood", "BAD");
  }

  @Test
  void theOrderOfAMapOrASetIsNoMatter() {
    fill();
    StoredTable table = tables().named("everything").orElseThrow();
    byte[][] bytes = bytes(table).get(0);
    GenericRow row = table.read(bytes[0], bytes[1]);
    Map<String, Object> value = new HashMap<>(row.value());
    value.put("numbers", List.of(300L, -5L, 7L, 5L));

    assertThat(with(row, value).valueBytes(bytes[0])).isEqualTo(bytes[1]);
  }

  private static GenericRow with(GenericRow row, Map<String, Object> value) {
    return new GenericRow(row.table(), row.namespace(), row.key(), row.schemaId(), value);
  }

  private void refused(String component, Object value, String problem) {
    StoredTable table = tables().named("everything").orElseThrow();
    byte[][] bytes = bytes(table).get(0);
    GenericRow row = table.read(bytes[0], bytes[1]);
    Map<String, Object> changed = new HashMap<>(row.value());
    changed.put(component, value);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(row, changed).valueBytes(bytes[0]))
        .withMessageContaining(problem);
  }

  @Test
  void aValueThatDoesNotFitIsRefusedByName() {
    fill();
    refused("number", 1, "component number is 1 (Integer) where long is wanted");
    refused("number", null, "component number is null where long is wanted");
    refused("mood", "GOOD", "component mood is \"GOOD\" (String) where enum(FINE|BAD) is wanted");
    refused("place", Map.of("x", 1), "component place › y is missing");
    refused("place", Map.of("x", 1, "y", 2, "z", 3), "component place › \"z\" is unknown");
    refused("place", "here", "component place is \"here\" (String) where {x:int,y:int?} is wanted");
    refused("names", List.of(1), "component names › an element is 1 (Integer) where string");
    refused("numbers", List.of(1L, 2L, 1L), "component numbers has an element twice");
    refused("numbers", Arrays.asList(1L, null), "component numbers has a null");
    refused("near", Map.of("a", List.of()), "component near › a key is \"a\" (String) where");
    refused("other", "x", "component \"other\" is unknown");
  }

  @Test
  void aKeyThatDoesNotFitIsRefused() {
    store.put(OpenStore.Note.of("hello"));
    StoredTable table = tables().named("notes").orElseThrow();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.keyBytes("", List.of(1)))
        .withMessageContaining("key component 1 is 1 (java.lang.Integer) where string is wanted");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.keyBytes("", List.of("a", "b")))
        .withMessage("a key of table 'notes' is (string), and this one has 2 components");
  }

  @Test
  void theCatalogueTellsTablesIndexesAndSchemas() {
    fill();
    store.put(OpenStore.Note.by("bob", "hello world"));
    StoredTables tables = tables();

    assertThat(tables.all()).extracting(StoredTable::name).containsExactly("everything", "notes");
    StoredTable notes = tables.named("notes").orElseThrow();
    assertThat(notes.key()).containsExactly(KeyType.STRING);
    assertThat(notes.schemas().values())
        .extracting(Schema::toString)
        .containsExactly("{text:string,author:string,stars:int,at:instant}");
    assertThat(notes.indexes())
        .extracting(StoredIndex::name, StoredIndex::key)
        .containsExactly(
            tuple("by-author", List.of(KeyType.STRING)),
            tuple("by-time", List.of(KeyType.INSTANT)),
            tuple("by-word", List.of(KeyType.STRING)));
    assertThat(tables.named("other")).isEmpty();
  }

  @Test
  void anIndexEntryPointsToItsRow() {
    store.put(OpenStore.Note.by("bob", "hello world"));
    StoredTables tables = tables();
    StoredTable notes = tables.named("notes").orElseThrow();
    byte[] row = bytes(notes).get(0)[0];
    int entries = 0;
    for (StoredIndex index : notes.indexes()) {
      try (Snapshot snapshot = store.engine.snapshot();
          Cursor cursor =
              snapshot.scan(Range.prefix(RowPrefix.of(index.id(), "")), View.Order.ASCENDING)) {
        while (cursor.next()) {
          assertThat(notes.rowKey(index, cursor.key())).isEqualTo(row);
          assertThat(tables.ofEntry(cursor.key())).isSameAs(notes);
          assertThat(tables.ofRow(cursor.key())).isNull();
          entries++;
        }
      }
    }
    assertThat(entries).isEqualTo(4);
    assertThat(tables.ofRow(row)).isSameAs(notes);
    assertThat(StoredTables.id(new byte[] {0})).isEqualTo(-1);
  }

  @Test
  void aDamagedValueIsNeverReadAsAnother() {
    fill();
    StoredTable table = tables().named("everything").orElseThrow();
    byte[][] bytes = bytes(table).get(0);
    bytes[1][bytes[1].length - 1] ^= 1;
    assertThatExceptionOfType(CorruptRecordException.class)
        .isThrownBy(() -> table.read(bytes[0], bytes[1]))
        .withMessageContaining("the checksum does not match");
  }
}
