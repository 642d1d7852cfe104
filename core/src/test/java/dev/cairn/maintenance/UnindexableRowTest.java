package dev.cairn.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.Cairn;
import dev.cairn.IncompatibleRecordException;
import dev.cairn.Memory;
import dev.cairn.maintenance.Maintenance.IndexRepair;
import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that maintenance keeps a sound row which a changed index cannot take. It treats the row as
 * one that the record class cannot hold.
 */
class UnindexableRowTest {
  record Note(String about) {}

  private static final Index<Note, String> OLD = Index.one("about", Keys.string(), Note::about);

  /** Throws for a row without a topic, and returns a value that is too long for one of many. */
  private static final Index<Note, String> NOW =
      Index.one("about", Keys.string(), note -> note.about().repeat(note.about().length()));

  @TempDir private Path directory;
  private Table<String, Note> now;
  private Cairn cairn;
  private Memory memory;

  private static Table<String, Note> notes() {
    return Table.named("notes").keyedBy(Keys.string()).holding(Note.class);
  }

  @BeforeEach
  void storeRowsOfAnOlderProgram() {
    try (Cairn older = Cairn.open(directory)) {
      Table<String, Note> old = notes().indexedBy(OLD);
      older.memory().put(old, "long", new Note("x".repeat(100)));
      older.memory().put(old, "none", new Note(null));
      older.memory().put(old, "one", new Note("x"));
    }
    now = notes().indexedBy(NOW);
    cairn = Cairn.open(directory);
    memory = cairn.memory();
  }

  @AfterEach
  void close() {
    cairn.close();
  }

  @Test
  void aScanReadsIt() {
    assertThat(memory.scan(now, Scan.all()).map(Row::key)).containsExactly("long", "none", "one");
    assertThat(memory.scan(now, NOW, Scan.all()).map(Row::key)).containsExactly("one", "long");
  }

  @Test
  void aPutReplacesItAndARemoveRemovesIt() {
    memory.put(now, "none", new Note("y"));
    memory.update(now, "long", old -> new Note("z"));
    memory.remove(now, "long");

    assertThat(memory.scan(now, NOW, Scan.all()).map(Row::key)).containsExactly("one", "none");
    assertSound(true);
  }

  @Test
  void aReindexCountsItAsUnreadableAndLeavesItsEntries() {
    assertThat(cairn.maintenance().reindex(List.of(now), ProgressListener.none()))
        .containsExactly(new IndexRepair("notes", 3, 0, 0, 2));
    assertThat(memory.count(now, NOW, Scan.all())).isEqualTo(2);
  }

  @Test
  void aVerificationFindsNoDamageAndSaysThatNotAllRowsWereHeldAgainstTheirEntries() {
    assertSound(false);
  }

  private void assertSound(boolean typed) {
    VerifyReport report =
        Maintenance.verify(directory, VerifyOptions.deep().withTables(List.of(now)));
    assertThat(report.findings()).isEmpty();
    assertThat(report.tables())
        .singleElement()
        .extracting(VerifyReport.TableCount::typed)
        .isEqualTo(typed);
  }

  @Test
  void anIndexIsNotBuiltWithoutIt() {
    cairn.maintenance().forgetIndexes("notes");

    assertUnindexable(() -> memory.put(now, "new", new Note("y")), "long", "511");
    removeByAnotherProgram("long");
    assertUnindexable(() -> memory.put(now, "new", new Note("y")), "none", "NullPointerException");
    removeByAnotherProgram("none");

    memory.put(now, "new", new Note("y"));
    assertThat(memory.scan(now, NOW, Scan.all()).map(Row::key)).containsExactly("one", "new");
  }

  /** Removes a row with a program that does not declare the index. */
  private void removeByAnotherProgram(String key) {
    cairn.close();
    try (Cairn other = Cairn.open(directory)) {
      assertThat(other.memory().remove(notes(), key)).isTrue();
    }
    cairn = Cairn.open(directory);
    memory = cairn.memory();
  }

  private static void assertUnindexable(Runnable write, String key, String reason) {
    assertThatExceptionOfType(IncompatibleRecordException.class)
        .isThrownBy(write::run)
        .withMessageContainingAll(
            "table 'notes'", "\"" + key + "\")", "index 'about'", reason, "mend the function")
        .satisfies(e -> assertThat(e.table()).contains("notes"))
        .satisfies(e -> assertThat(e.getCause()).isNotNull());
  }

  @Test
  void aNewRowOfThatKindIsRefusedAsABadArgument() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> memory.put(now, "new", new Note("x".repeat(100))))
        .withMessageContaining("index 'about'");
    assertThatExceptionOfType(NullPointerException.class)
        .isThrownBy(() -> memory.put(now, "new", new Note(null)));
    assertThat(memory.get(now, "new")).isEmpty();
  }
}
