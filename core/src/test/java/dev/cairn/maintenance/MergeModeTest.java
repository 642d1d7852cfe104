package dev.cairn.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.Cairn;
import dev.cairn.IncompatibleRecordException;
import dev.cairn.StoreNotEmptyException;
import dev.cairn.maintenance.RestoreOptions.MergeMode;
import dev.cairn.maintenance.StoreBuilder.MergeReport;
import dev.cairn.table.Keys;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests that the merge mode of a restore decides which of two rows with the same key stays. */
class MergeModeTest extends Restoring {
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
    try (StoreContents contents = Maintenance.contents(source, ContentsOptions.defaults());
        StoreBuilder builder = Maintenance.restore(target, RestoreOptions.defaults())) {
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
}
