package dev.cairn.maintenance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.CorruptRecordException;
import dev.cairn.IncompatibleRecordException;
import dev.cairn.Memory;
import dev.cairn.OtherJvm;
import dev.cairn.StoreNotEmptyException;
import dev.cairn.StoreOpenException;
import dev.cairn.episodes.Episode;
import dev.cairn.episodes.EpisodeQuery;
import dev.cairn.internal.engine.Cursor;
import dev.cairn.internal.engine.Range;
import dev.cairn.internal.engine.View;
import dev.cairn.internal.record.Schema;
import dev.cairn.skills.Skill;
import dev.cairn.skills.SkillQuery;
import dev.cairn.stored.GenericRow;
import dev.cairn.stored.MergeMode;
import dev.cairn.stored.MergeReport;
import dev.cairn.stored.StoredTable;
import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows are brought into a store: all of them at one moment, or none. */
class StoreBuilderTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  record Note(String text) {}

  record Renamed(String title, int stars) {}

  private static final Table<String, Note> NOTES =
      Table.named("notes").keyedBy(Keys.string()).holding(Note.class);

  private static final Index<Note, String> BY_TEXT =
      Index.one("by-text", Keys.string(), Note::text);

  private static final Table<String, Note> INDEXED = NOTES.indexedBy(BY_TEXT);

  private static final Table<String, Renamed> OTHER =
      Table.named("other").keyedBy(Keys.string()).holding(Renamed.class);

  @TempDir Path directory;
  private Path source;
  private Path target;

  @BeforeEach
  void name() {
    source = directory.resolve("source");
    target = directory.resolve("a").resolve("target");
  }

  private static void fill(Path store, Map<String, String> notes) {
    try (Cairn cairn = Cairn.open(store)) {
      cairn
          .memory()
          .write(memory -> notes.forEach((key, text) -> memory.put(NOTES, key, new Note(text))));
    }
  }

  private static Map<String, String> notes(Path store) {
    try (Cairn cairn = Cairn.open(store, CairnOptions.defaults().readOnly())) {
      Map<String, String> notes = new TreeMap<>();
      cairn
          .memory()
          .read(
              tx -> {
                tx.scan(NOTES, Scan.all()).forEach(row -> notes.put(row.key(), row.value().text()));
                return "";
              });
      return notes;
    }
  }

  /** Adds every row of a store to a builder, as tools do that know no class. */
  private static void copy(StoreContents contents, StoreBuilder builder) {
    for (StoredTable table : contents.tables().all()) {
      List<Schema> schemas = List.copyOf(table.schemas().values());
      StoredTable copy = builder.declare(table.name(), table.key(), schemas);
      List<Integer> ids = List.copyOf(copy.schemas().keySet());
      List<Integer> sourceIds = List.copyOf(table.schemas().keySet());
      try (RowCursor rows = contents.rows(table)) {
        while (rows.next()) {
          GenericRow row = rows.row();
          int schema = ids.get(sourceIds.indexOf(row.schemaId()));
          assertThat(
                  builder.add(
                      new GenericRow(copy, row.namespace(), row.key(), schema, row.value())))
              .isTrue();
        }
      }
    }
  }

  private MergeReport restore(MergeMode mode) {
    return restore(mode, Memory.tables());
  }

  private MergeReport restore(MergeMode mode, Collection<Table<?, ?>> tables) {
    try (StoreContents contents = StoreContents.open(source);
        StoreBuilder builder = StoreBuilder.in(target, mode, tables)) {
      copy(contents, builder);
      return builder.finish(LONG);
    }
  }

  private static List<Path> hidden(Path store) {
    try (Stream<Path> files = Files.list(store)) {
      return files.filter(file -> file.getFileName().toString().startsWith(".")).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aNewStoreHasTheRowsAndTheIndexesOfTheRepositories() {
    try (Cairn cairn = Cairn.open(source)) {
      for (Memory memory : List.of(cairn.memory(), cairn.memory("alice"))) {
        memory.sites().recordVisit("https://a.example/", Duration.ofSeconds(1));
        memory.skills().add(Skill.of("login", "Log in").tagged("auth"));
        memory.episodes().record(Episode.of("shop").at("https://a.example/").succeeded());
      }
    }

    assertThat(restore(MergeMode.INTO_EMPTY)).isEqualTo(new MergeReport(6, 0, 0, 0, 0));

    assertThat(hidden(target)).isEmpty();
    try (Cairn cairn = Cairn.open(target)) {
      for (Memory memory : List.of(cairn.memory(), cairn.memory("alice"))) {
        assertThat(memory.sites().list(10)).hasSize(1);
        assertThat(memory.skills().best(SkillQuery.atMost(3).tagged("auth"))).hasSize(1);
        assertThat(memory.episodes().find(EpisodeQuery.newest(3).atSite("https://a.example/")))
            .hasSize(1);
        memory.episodes().record(Episode.of("shop again").at("https://a.example/").failed());
        assertThat(memory.episodes().find(EpisodeQuery.newest(3).atSite("https://a.example/")))
            .hasSize(2);
      }
    }
  }

  @Test
  void rowsMayComeInAnyOrderAndNoneTwice() {
    fill(source, Map.of("a", "1", "b", "2", "c", "3"));
    try (StoreContents contents = StoreContents.open(source);
        StoreBuilder builder = StoreBuilder.in(target, MergeMode.INTO_EMPTY, List.of())) {
      StoredTable from = contents.tables().named("notes").orElseThrow();
      StoredTable to = builder.declare("notes", from.key(), List.copyOf(from.schemas().values()));
      int schema = to.schemas().keySet().iterator().next();
      for (String key : List.of("m", "z", "a", "n")) {
        assertThat(builder.add(note(to, key, schema))).isTrue();
      }
      assertThat(builder.add(note(to, "z", schema))).isFalse();
      assertThat(builder.add(note(to, "a", schema))).isFalse();
      assertThat(builder.rows()).isEqualTo(4);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> builder.declare("notes", from.key(), List.of()));
      builder.finish(LONG);
    }
    assertThat(notes(target)).containsOnlyKeys("a", "m", "n", "z");
  }

  private static GenericRow note(StoredTable table, String key, int schema) {
    return new GenericRow(table, "", List.of(key), schema, Map.of("text", key));
  }

  @Test
  void aStoreWithRowsIsRefusedUnlessToldOtherwise() {
    fill(source, Map.of("a", "1"));
    fill(target, Map.of("b", "2"));

    assertThatExceptionOfType(StoreNotEmptyException.class)
        .isThrownBy(() -> restore(MergeMode.INTO_EMPTY))
        .withMessageContaining("the store has rows, some in table 'notes'");

    assertThat(notes(target)).containsExactly(Map.entry("b", "2"));
    assertThat(hidden(target)).isEmpty();
  }

  @Test
  void rowsThatCameMeanwhileAreSeenBeforeItIsTooLate() {
    fill(source, Map.of("a", "1"));
    try (StoreContents contents = StoreContents.open(source);
        StoreBuilder builder = StoreBuilder.in(target, MergeMode.INTO_EMPTY, List.of())) {
      copy(contents, builder);
      fill(target, Map.of("b", "2"));
      assertThatExceptionOfType(StoreNotEmptyException.class)
          .isThrownBy(() -> builder.finish(LONG));
    }
    assertThat(notes(target)).containsExactly(Map.entry("b", "2"));
  }

  @Test
  void mergingTakesTheNewRowsAndKeepingTheOldOnes() {
    fill(source, Map.of("a", "new", "b", "new", "c", "same"));
    fill(target, Map.of("b", "old", "c", "same", "d", "old"));

    assertThat(restore(MergeMode.KEEP)).isEqualTo(new MergeReport(1, 0, 0, 2, 0));
    assertThat(notes(target)).isEqualTo(Map.of("a", "new", "b", "old", "c", "same", "d", "old"));
    assertThat(restore(MergeMode.MERGE)).isEqualTo(new MergeReport(0, 1, 2, 0, 0));
    assertThat(notes(target)).isEqualTo(Map.of("a", "new", "b", "new", "c", "same", "d", "old"));
    assertThat(restore(MergeMode.REPLACE)).isEqualTo(new MergeReport(0, 0, 3, 0, 1));
    assertThat(notes(target)).isEqualTo(Map.of("a", "new", "b", "new", "c", "same"));
  }

  @Test
  void tablesAndSchemasKeepTheIdsThatTheyHaveInTheStore() {
    try (Cairn cairn = Cairn.open(source)) {
      cairn.memory().put(OTHER, "o", new Renamed("t", 5));
      cairn.memory().put(NOTES, "a", new Note("new"));
    }
    try (Cairn cairn = Cairn.open(target)) {
      cairn.memory().put(NOTES, "a", new Note("old"));
      cairn.memory().put(OTHER, "gone", new Renamed("u", 1));
      // An open program knows these ids, and goes on with them.
      restore(MergeMode.REPLACE);
      assertThat(cairn.memory().get(NOTES, "a")).contains(new Note("new"));
      assertThat(cairn.memory().get(OTHER, "o")).contains(new Renamed("t", 5));
      assertThat(cairn.memory().get(OTHER, "gone")).isEmpty();
      cairn.memory().put(OTHER, "p", new Renamed("v", 2));
    }
    try (Cairn cairn = Cairn.open(target)) {
      assertThat(cairn.memory().get(OTHER, "p")).contains(new Renamed("v", 2));
    }
  }

  @Test
  void theIndexesOfTablesWithKnownClassesAreKept() {
    fill(source, Map.of("a", "new", "b", "same"));
    try (Cairn cairn = Cairn.open(target)) {
      cairn.memory().put(INDEXED, "a", new Note("old"));
      cairn.memory().put(INDEXED, "b", new Note("same"));
      cairn.memory().put(INDEXED, "c", new Note("gone"));
    }
    restore(MergeMode.REPLACE, List.of(INDEXED));
    assertThat(byText()).containsExactly("a", "b");
    try (Cairn cairn = Cairn.open(target)) {
      assertThat(cairn.memory().<Long>read(tx -> tx.count(INDEXED, BY_TEXT, Scan.all())))
          .isEqualTo(2);
    }
  }

  private List<String> byText() {
    try (Cairn cairn = Cairn.open(target)) {
      return cairn
          .memory()
          .read(tx -> tx.scan(INDEXED, BY_TEXT, Scan.all()).map(Row::key).toList());
    }
  }

  @Test
  void anIndexOfAnUnknownClassIsLeftToTheNextWriteOrRefused() {
    try (Cairn cairn = Cairn.open(source)) {
      cairn.memory().put(INDEXED, "b", new Note("1"));
      cairn.memory().put(INDEXED, "a", new Note("2"));
    }
    restore(MergeMode.INTO_EMPTY);
    try (Cairn cairn = Cairn.open(target)) {
      cairn.memory().put(INDEXED, "c", new Note("0"));
    }
    assertThat(byText()).containsExactly("c", "b", "a");

    assertThatExceptionOfType(IncompatibleRecordException.class)
        .isThrownBy(() -> restore(MergeMode.REPLACE))
        .withMessageContaining("table 'notes' has the index 'by-text' in the store");
    assertThat(byText()).containsExactly("c", "b", "a");
  }

  @Test
  void otherKeysAreRefused() {
    fill(source, Map.of("a", "1"));
    Table<Integer, Note> numbered =
        Table.named("notes").keyedBy(Keys.integer()).holding(Note.class);
    try (Cairn cairn = Cairn.open(target)) {
      cairn.memory().put(numbered, 1, new Note("old"));
    }
    assertThatExceptionOfType(IncompatibleRecordException.class)
        .isThrownBy(() -> restore(MergeMode.MERGE))
        .withMessageContaining(
            "keys of [int] in the store, and the new rows have keys of [string]");
    assertThatExceptionOfType(IncompatibleRecordException.class)
        .isThrownBy(() -> restore(MergeMode.REPLACE, List.of(numbered)));
  }

  @Test
  void bytesOfAnotherStoreAreTakenWithoutItsIndexEntries() {
    try (Cairn cairn = Cairn.open(source)) {
      cairn.memory().put(INDEXED, "a", new Note("1"));
      cairn.memory().skills().add(Skill.of("login", "Log in").tagged("auth"));
    }
    MergeReport report;
    try (StoreContents contents = StoreContents.open(source);
        StoreBuilder builder = StoreBuilder.in(target, MergeMode.INTO_EMPTY, Memory.tables())) {
      for (byte[][] entry : entries(contents)) {
        builder.addRaw(entry[0], entry[1]);
      }
      report = builder.finish(LONG);
    }
    assertThat(report.added()).isEqualTo(2);
    assertThat(notes(target)).containsExactly(Map.entry("a", "1"));
    try (Cairn cairn = Cairn.open(target)) {
      assertThat(cairn.memory().skills().best(SkillQuery.atMost(1).tagged("auth"))).hasSize(1);
      cairn.memory().put(INDEXED, "b", new Note("0"));
    }
    assertThat(byText()).containsExactly("b", "a");
  }

  private static List<byte[][]> entries(StoreContents contents) {
    List<byte[][]> entries = new ArrayList<>();
    try (Cursor cursor =
        contents.bytes().scan(new Range(new byte[0], null), View.Order.ASCENDING)) {
      while (cursor.next()) {
        entries.add(new byte[][] {cursor.key(), cursor.value()});
      }
    }
    return entries;
  }

  @Test
  void damagedBytesAndBytesOfNoTableAreRefused() {
    fill(source, Map.of("a", "1"));
    try (StoreContents contents = StoreContents.open(source);
        StoreBuilder builder = StoreBuilder.in(target, MergeMode.INTO_EMPTY, Memory.tables())) {
      List<byte[][]> entries = entries(contents);
      byte[][] row = entries.get(entries.size() - 1);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> builder.addRaw(row[0], row[1]))
          .withMessageContaining("belongs to no table");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> builder.addRaw(new byte[1], "Cairn store, format 2".getBytes(UTF_8)))
          .withMessageContaining("its header is 'Cairn store, format 2'");
    }
    try (StoreContents contents = StoreContents.open(source);
        StoreBuilder builder = StoreBuilder.in(target, MergeMode.INTO_EMPTY, Memory.tables())) {
      List<byte[][]> entries = entries(contents);
      byte[][] row = entries.remove(entries.size() - 1);
      entries.forEach(entry -> builder.addRaw(entry[0], entry[1]));
      byte[] damaged = row[1].clone();
      damaged[damaged.length - 1] ^= 1;
      assertThatExceptionOfType(CorruptRecordException.class)
          .isThrownBy(() -> builder.addRaw(row[0], damaged));
    }
  }

  @Test
  void whatIsNotFinishedNeverHappened() {
    fill(source, Map.of("a", "1"));
    try (StoreContents contents = StoreContents.open(source);
        StoreBuilder builder = StoreBuilder.in(target, MergeMode.INTO_EMPTY, Memory.tables())) {
      copy(contents, builder);
      assertThat(hidden(target)).hasSize(1);
    }
    assertThat(directory.resolve("a")).doesNotExist();
  }

  @Test
  void aFileIsNoPlaceForAStore() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatExceptionOfType(StoreOpenException.class)
        .isThrownBy(() -> StoreBuilder.in(file, MergeMode.MERGE, List.of()))
        .withMessageContaining("is a file; a store is a directory");
    Path full = Files.createDirectory(directory.resolve("full"));
    Files.createFile(full.resolve("letter.txt"));
    assertThatExceptionOfType(StoreOpenException.class)
        .isThrownBy(() -> StoreBuilder.in(full, MergeMode.MERGE, List.of()))
        .withMessageContaining("letter.txt");
  }

  /** Reads a note through its cache, and prints each new text. */
  static final class Watcher {
    public static void main(String[] args) {
      try (Cairn cairn = Cairn.open(Path.of(args[0]))) {
        for (String last = ""; ; Thread.onSpinWait()) {
          String text = cairn.memory().get(NOTES, "a").map(Note::text).orElse("none");
          if (!text.equals(last)) {
            System.out.println(text);
            last = text;
          }
        }
      }
    }
  }

  @Test
  void aProcessThatHasTheStoreOpenSeesTheNewRows() throws IOException {
    fill(target, Map.of("a", "old"));
    try (OtherJvm watcher = OtherJvm.start(Watcher.class, target)) {
      assertThat(watcher.line()).isEqualTo("old");
      fill(source, Map.of("a", "merged"));
      restore(MergeMode.MERGE);
      assertThat(watcher.line()).isEqualTo("merged");
      fill(source, Map.of("a", "not taken", "b", "b"));
      restore(MergeMode.KEEP);
      try (Cairn cairn = Cairn.open(source)) {
        cairn.memory().remove(NOTES, "a");
      }
      restore(MergeMode.REPLACE);
      assertThat(watcher.line()).isEqualTo("none");
    }
  }

  /** Begins, and ends the JVM as Ctrl-C does. */
  static final class Interrupted {
    public static void main(String[] args) {
      StoreBuilder builder =
          StoreBuilder.in(Path.of(args[0]), MergeMode.INTO_EMPTY, Memory.tables());
      StoredTable unused =
          builder.declare("notes", List.of("string"), List.of(Schema.parse("{text:string}")));
      System.out.println("begun");
      System.exit(130);
    }
  }

  @Test
  void aProcessThatEndsBeforeItIsDoneLeavesNothing() throws Exception {
    try (OtherJvm interrupted = OtherJvm.start(Interrupted.class, target)) {
      assertThat(interrupted.line()).as(interrupted.errors()).isEqualTo("begun");
      assertThat(interrupted.exitCode()).isEqualTo(130);
    }
    assertThat(target.getParent()).doesNotExist();
  }

  /** Replaces the rows of a store by as many others, again and again. */
  static final class Replacer {
    public static void main(String[] args) {
      Path store = Path.of(args[0]);
      for (int generation = Integer.parseInt(args[1]); ; generation++) {
        System.out.println(generation);
        try (StoreBuilder builder = StoreBuilder.in(store, MergeMode.REPLACE, List.of())) {
          StoredTable table =
              builder.declare("notes", List.of("string"), List.of(Schema.parse("{text:string}")));
          int schema = table.schemas().keySet().iterator().next();
          for (int i = 0; i < ROWS; i++) {
            Map<String, Object> value = Map.of("text", "generation " + generation);
            builder.add(
                new GenericRow(
                    table, "", List.of("%05d-%d".formatted(i, generation % 2)), schema, value));
          }
          builder.finish(LONG);
        }
      }
    }
  }

  private static final int ROWS = 2_000;

  /** How often the process is killed; {@code -Dcairn.kills=200} for a long look. */
  private static final int KILLS = Integer.getInteger("cairn.kills", 5);

  @Test
  void aProcessKilledAtAnyMomentLeavesTheOldRowsOrTheNewOnes() throws Exception {
    Random random = new Random();
    int generation = 1;
    for (int kill = 0; kill < KILLS; kill++) {
      try (OtherJvm replacer = OtherJvm.start(Replacer.class, target, generation)) {
        int rounds = 1 + random.nextInt(3);
        for (int i = 0; i < rounds; i++) {
          generation = Integer.parseInt(replacer.line());
        }
        Thread.sleep(random.nextInt(150)); // any moment will do
      }
      if (Files.exists(target.resolve("data.mdb"))) {
        Map<String, String> notes = notes(target);
        assertThat(notes).hasSize(ROWS);
        assertThat(Arrays.asList(notes.values().toArray())).containsOnly(first(notes));
      }
      generation++;
    }
    fill(source, Map.of("a", "1"));
    restore(MergeMode.REPLACE);
    assertThat(hidden(target)).isEmpty();
    assertThat(notes(target)).isEqualTo(Collections.singletonMap("a", "1"));
  }

  private static String first(Map<String, String> notes) {
    return notes.values().iterator().next();
  }
}
