package dev.cairn.maintenance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.Cairn;
import dev.cairn.CorruptRecordException;
import dev.cairn.Memory;
import dev.cairn.StoreOpenException;
import dev.cairn.episodes.Episode;
import dev.cairn.episodes.EpisodeQuery;
import dev.cairn.internal.engine.Cursor;
import dev.cairn.internal.engine.Range;
import dev.cairn.internal.engine.View;
import dev.cairn.maintenance.RestoreOptions.MergeMode;
import dev.cairn.maintenance.StoreBuilder.MergeReport;
import dev.cairn.skills.Skill;
import dev.cairn.skills.SkillQuery;
import dev.cairn.stored.GenericRow;
import dev.cairn.stored.StoredTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests that rows which are added to a store become visible all at one moment, or not at all. */
class StoreBuilderTest extends Restoring {
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
    try (StoreContents contents = Maintenance.contents(source, ContentsOptions.defaults());
        StoreBuilder builder = Maintenance.restore(target, RestoreOptions.defaults())) {
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
  void bytesOfAnotherStoreAreTakenWithoutItsIndexEntries() {
    try (Cairn cairn = Cairn.open(source)) {
      cairn.memory().put(INDEXED, "a", new Note("1"));
      cairn.memory().skills().add(Skill.of("login", "Log in").tagged("auth"));
    }
    MergeReport report;
    try (StoreContents contents = Maintenance.contents(source, ContentsOptions.defaults());
        StoreBuilder builder =
            Maintenance.restore(target, RestoreOptions.defaults().withTables(Memory.tables()))) {
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
    try (StoreContents contents = Maintenance.contents(source, ContentsOptions.defaults());
        StoreBuilder builder =
            Maintenance.restore(target, RestoreOptions.defaults().withTables(Memory.tables()))) {
      List<byte[][]> entries = entries(contents);
      byte[][] row = entries.get(entries.size() - 1);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> builder.addRaw(row[0], row[1]))
          .withMessageContaining("belongs to no table");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> builder.addRaw(new byte[1], "Cairn store, format 2".getBytes(UTF_8)))
          .withMessageContaining("its header is 'Cairn store, format 2'");
    }
    try (StoreContents contents = Maintenance.contents(source, ContentsOptions.defaults());
        StoreBuilder builder =
            Maintenance.restore(target, RestoreOptions.defaults().withTables(Memory.tables()))) {
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
    try (StoreContents contents = Maintenance.contents(source, ContentsOptions.defaults());
        StoreBuilder builder =
            Maintenance.restore(target, RestoreOptions.defaults().withTables(Memory.tables()))) {
      copy(contents, builder);
      assertThat(hidden(target)).hasSize(1);
    }
    assertThat(directory.resolve("a")).doesNotExist();
  }

  @Test
  void aFileIsNoPlaceForAStore() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatExceptionOfType(StoreOpenException.class)
        .isThrownBy(
            () -> Maintenance.restore(file, RestoreOptions.defaults().withMode(MergeMode.MERGE)))
        .withMessageContaining("is a file; a store is a directory");
    Path full = Files.createDirectory(directory.resolve("full"));
    Files.createFile(full.resolve("letter.txt"));
    assertThatExceptionOfType(StoreOpenException.class)
        .isThrownBy(
            () -> Maintenance.restore(full, RestoreOptions.defaults().withMode(MergeMode.MERGE)))
        .withMessageContaining("letter.txt");
  }
}
