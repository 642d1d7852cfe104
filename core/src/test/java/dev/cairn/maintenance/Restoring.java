package dev.cairn.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.Memory;
import dev.cairn.maintenance.RestoreOptions.MergeMode;
import dev.cairn.maintenance.StoreBuilder.MergeReport;
import dev.cairn.maintenance.StoreContents.RowCursor;
import dev.cairn.record.Schema;
import dev.cairn.stored.GenericRow;
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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes two stores of notes for tests, and offers the ways to bring the rows of one into the other.
 */
abstract class Restoring {
  static final Duration LONG = Duration.ofSeconds(30);

  record Note(String text) {}

  record Renamed(String title, int stars) {}

  static final Table<String, Note> NOTES =
      Table.named("notes").keyedBy(Keys.string()).holding(Note.class);

  static final Index<Note, String> BY_TEXT = Index.one("by-text", Keys.string(), Note::text);

  static final Table<String, Note> INDEXED = NOTES.indexedBy(BY_TEXT);

  static final Table<String, Renamed> OTHER =
      Table.named("other").keyedBy(Keys.string()).holding(Renamed.class);

  @TempDir Path directory;

  Path source;

  Path target;

  @BeforeEach
  void name() {
    source = directory.resolve("source");
    target = directory.resolve("a").resolve("target");
  }

  static void fill(Path store, Map<String, String> notes) {
    try (Cairn cairn = Cairn.open(store)) {
      cairn
          .memory()
          .write(memory -> notes.forEach((key, text) -> memory.put(NOTES, key, new Note(text))));
    }
  }

  static Map<String, String> notes(Path store) {
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
  static void copy(StoreContents contents, StoreBuilder builder) {
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

  MergeReport restore(MergeMode mode) {
    return restore(mode, Memory.tables());
  }

  MergeReport restore(MergeMode mode, Collection<Table<?, ?>> tables) {
    try (StoreContents contents = Maintenance.contents(source, ContentsOptions.defaults());
        StoreBuilder builder =
            Maintenance.restore(
                target, RestoreOptions.defaults().withMode(mode).withTables(tables))) {
      copy(contents, builder);
      return builder.finish(LONG);
    }
  }

  static List<Path> hidden(Path store) {
    try (Stream<Path> files = Files.list(store)) {
      return files.filter(file -> file.getFileName().toString().startsWith(".")).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  List<String> byText() {
    try (Cairn cairn = Cairn.open(target)) {
      return cairn
          .memory()
          .read(tx -> tx.scan(INDEXED, BY_TEXT, Scan.all()).map(Row::key).toList());
    }
  }
}
