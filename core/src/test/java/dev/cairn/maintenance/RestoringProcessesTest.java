package dev.cairn.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.maintenance.RestoreOptions.MergeMode;
import dev.cairn.record.KeyType;
import dev.cairn.record.Schema;
import dev.cairn.stored.GenericRow;
import dev.cairn.stored.StoredTable;
import dev.cairn.testing.OtherJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests that other processes see either all old or all new rows of a restore, even if the restoring
 * process is killed.
 */
@Tag("slow")
class RestoringProcessesTest extends Restoring {
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
          Maintenance.restore(
              Path.of(args[0]), RestoreOptions.defaults().withTables(Memory.tables()));
      StoredTable unused =
          builder.declare("notes", List.of(KeyType.STRING), List.of(Schema.parse("{text:string}")));
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
        try (StoreBuilder builder =
            Maintenance.restore(store, RestoreOptions.defaults().withMode(MergeMode.REPLACE))) {
          StoredTable table =
              builder.declare(
                  "notes", List.of(KeyType.STRING), List.of(Schema.parse("{text:string}")));
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

  /** The number of times that the process is killed; {@code -Dcairn.kills=200} for a long look. */
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
