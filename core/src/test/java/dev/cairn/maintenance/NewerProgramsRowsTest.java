package dev.cairn.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.Cairn;
import dev.cairn.IncompatibleRecordException;
import dev.cairn.internal.engine.Cursor;
import dev.cairn.internal.engine.Range;
import dev.cairn.internal.engine.View;
import dev.cairn.maintenance.RestoreOptions.MergeMode;
import dev.cairn.stored.GenericRow;
import dev.cairn.stored.StoredTable;
import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that maintenance by an older program keeps the rows of a newer one. It neither reports nor
 * loses a sound row that its own classes cannot hold.
 */
class NewerProgramsRowsTest {
  record Note(String about, int stars) {}

  record NewerNote(String about, long stars) {}

  private static final Index<Note, String> ABOUT = Index.one("about", Keys.string(), Note::about);
  private static final Index<NewerNote, String> NEWER_ABOUT =
      Index.one("about", Keys.string(), NewerNote::about);

  private static final Table<String, Note> NOTES =
      Table.named("notes").keyedBy(Keys.string()).holding(Note.class).indexedBy(ABOUT);
  private static final Table<String, NewerNote> NEWER_NOTES =
      Table.named("notes").keyedBy(Keys.string()).holding(NewerNote.class).indexedBy(NEWER_ABOUT);

  private static final NewerNote FITS = new NewerNote("cats", 5);
  private static final NewerNote UNFIT = new NewerNote("stars", 1L << 40);

  private Path store;
  private Path target;

  @BeforeEach
  void fill(@TempDir Path directory) {
    store = directory.resolve("store");
    target = directory.resolve("target");
    try (Cairn cairn = Cairn.open(store)) {
      cairn.memory().put(NEWER_NOTES, "fits", FITS);
      cairn.memory().put(NEWER_NOTES, "unfit", UNFIT);
    }
  }

  @Test
  void verifyFindsNothingWrongAndSaysThatTheClassDidNotReadEveryRow() {
    VerifyReport older = Maintenance.verify(store, VerifyOptions.deep().withTables(List.of(NOTES)));

    assertThat(older.findings()).isEmpty();
    assertThat(older.tables()).containsExactly(new VerifyReport.TableCount("notes", 2, 2, false));
    assertThat(
            Maintenance.verify(store, VerifyOptions.deep().withTables(List.of(NEWER_NOTES)))
                .tables())
        .containsExactly(new VerifyReport.TableCount("notes", 2, 2, true));
  }

  /** The index is left to the next write of a program that can build it. */
  @Test
  void salvageTakesEveryRow() {
    SalvageReport report =
        Maintenance.salvage(store, target, SalvageOptions.defaults().withTables(List.of(NOTES)));

    assertThat(report.findings()).isEmpty();
    assertThat(report.tables()).containsExactly(new SalvageReport.TableCount("notes", 2, 0, 0));
    try (Cairn cairn = Cairn.open(target)) {
      assertThat(cairn.memory().get(NEWER_NOTES, "unfit")).contains(UNFIT);
      cairn.memory().put(NEWER_NOTES, "third", FITS);
      assertThat(
              cairn
                  .memory()
                  .<List<String>>read(
                      tx -> tx.scan(NEWER_NOTES, NEWER_ABOUT, Scan.all()).map(Row::key).toList()))
          .containsExactly("fits", "third", "unfit");
    }
    assertThat(
            Maintenance.verify(target, VerifyOptions.deep().withTables(List.of(NEWER_NOTES)))
                .findings())
        .isEmpty();
  }

  @Test
  void aRestoreThatIsToProveRowsReadableRefusesTheRowByName() {
    try (StoreContents contents = Maintenance.contents(store, ContentsOptions.defaults());
        StoreBuilder builder =
            Maintenance.restore(target, RestoreOptions.defaults().withTables(List.of(NOTES)))) {
      StoredTable from = contents.tables().named("notes").orElseThrow();
      StoredTable to = builder.declare("notes", from.key(), List.copyOf(from.schemas().values()));

      assertThat(builder.add(row(to, "fits", FITS))).isTrue();
      assertThatExceptionOfType(IncompatibleRecordException.class)
          .isThrownBy(() -> builder.add(row(to, "unfit", UNFIT)))
          .withMessageContainingAll(
              "table 'notes', key (1, \"\", \"unfit\")",
              "component 'stars': 1099511627776, stored as long, does not fit int",
              "upgrade all programs first");
    }
  }

  private static GenericRow row(StoredTable table, String key, NewerNote note) {
    Map<String, @Nullable Object> value = Map.of("about", note.about(), "stars", note.stars());
    return new GenericRow(
        table, "", List.of(key), table.schemas().keySet().iterator().next(), value);
  }

  private static void addAll(StoreContents contents, StoreBuilder builder) {
    Range all = new Range(new byte[0], null);
    try (Cursor cursor = contents.bytes().scan(all, View.Order.ASCENDING)) {
      while (cursor.next()) {
        builder.addRaw(cursor.key(), cursor.value());
      }
    }
  }

  /** Its index entries could not be kept. */
  @Test
  void aMergeRefusesTheRowByNameAndWritesNothing() {
    try (Cairn cairn = Cairn.open(target)) {
      cairn.memory().put(NOTES, "mine", new Note("dogs", 1));
    }
    try (StoreContents contents = Maintenance.contents(store, ContentsOptions.defaults());
        StoreBuilder builder =
            Maintenance.restore(
                target,
                RestoreOptions.defaults().withMode(MergeMode.MERGE).withTables(List.of(NOTES)))) {
      addAll(contents, builder);
      assertThatExceptionOfType(IncompatibleRecordException.class)
          .isThrownBy(() -> builder.finish(Duration.ofSeconds(30)))
          .withMessageContainingAll("table 'notes'", "\"unfit\"", "component 'stars'");
    }
    try (Cairn cairn = Cairn.open(target)) {
      assertThat(cairn.memory().<Long>read(tx -> tx.count(NOTES, Scan.all()))).isEqualTo(1);
    }
  }
}
