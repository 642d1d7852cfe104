package dev.cairn.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.cairn.Cairn;
import dev.cairn.maintenance.Finding.Kind;
import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A row that an older program stored, and that an index, as it is defined now, cannot have. */
class UnindexableRowTest {
  record Note(String about) {}

  private static Table<String, Note> notes(Index<Note, String> index) {
    return Table.named("notes").keyedBy(Keys.string()).holding(Note.class).indexedBy(index);
  }

  @Test
  void isReportedAndEndsNothing(@TempDir Path directory) {
    Table<String, Note> old = notes(Index.one("about", Keys.string(), note -> null));
    try (Cairn cairn = Cairn.open(directory)) {
      cairn.memory().put(old, "long", new Note("x".repeat(600)));
      cairn.memory().put(old, "none", new Note(null));
    }
    Table<String, Note> now =
        notes(Index.one("about", Keys.string(), note -> note.about().strip()));

    VerifyReport report =
        Maintenance.verify(directory, VerifyOptions.deep().withTables(List.of(now)));

    assertThat(report.findings())
        .extracting(Finding::kind, Finding::table)
        .containsExactly(tuple(Kind.ROW, "notes"), tuple(Kind.ROW, "notes"));
    assertThat(report.findings())
        .allSatisfy(f -> assertThat(f.problem()).startsWith("its index entries cannot be made: "));
  }
}
