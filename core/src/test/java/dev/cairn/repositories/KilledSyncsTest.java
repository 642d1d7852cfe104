package dev.cairn.repositories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.documents.Document;
import dev.cairn.maintenance.Maintenance;
import dev.cairn.maintenance.VerifyOptions;
import dev.cairn.repositories.RepositoryTables.FileRow;
import dev.cairn.survival.Effort;
import dev.cairn.table.Scan;
import dev.cairn.testing.OtherJvm;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sync that is killed anywhere goes on where it was, and leaves no file half stored. */
@Tag("slow")
class KilledSyncsTest {
  private static final int FILES = 200;
  private static final long LONGEST_RUN_NANOS = 700_000_000;

  private final Random random = new Random(Effort.seed());
  @TempDir Path directory;

  /** The contents that each file has had since it was stored last; "" for none. */
  private final Map<String, Set<String>> contents = new HashMap<>();

  private final Map<String, String> now = new TreeMap<>();

  @Test
  void killedSyncsGiveTheRowsOfAnUndisturbedOne() {
    SourceFiles files = new SourceFiles(directory.resolve("tree"));
    Path disturbed = directory.resolve("disturbed");
    int inTheMiddle = 0;
    int kills = Effort.of(6, 50);
    for (int i = 0; i < kills; i++) {
      change(files);
      try (OtherJvm agent = OtherJvm.small(SyncAgent.class, disturbed, files.root())) {
        assertThat(agent.line()).isEqualTo("begun");
        LockSupport.parkNanos((long) (random.nextDouble() * LONGEST_RUN_NANOS));
        inTheMiddle += agent.kill().isEmpty() ? 1 : 0;
      }
      assertWhole(disturbed);
    }
    try (Cairn resumed = Cairn.open(disturbed);
        Cairn fresh = Cairn.open(directory.resolve("fresh"))) {
      resumed.memory().repositories().sync(files.root());
      fresh.memory().repositories().sync(files.root());
      assertThat(rows(resumed)).isEqualTo(rows(fresh)).hasSize(now.size());
      assertThat(documents(resumed)).isEqualTo(documents(fresh)).hasSize(now.size());
      for (String word : List.of("retry", "policy", "class7", "vector search")) {
        assertThat(found(resumed, word)).as(word).isEqualTo(found(fresh, word));
      }
      assertThat(resumed.memory().repositories().sync(files.root()).changedAnything()).isFalse();
    }
    assertThat(
            Maintenance.verify(disturbed, VerifyOptions.deep().withTables(Memory.tables())).sound())
        .isTrue();
    Effort.note(
        "syncs that were killed: %d, of them while they ran: %d".formatted(kills, inTheMiddle));
  }

  private void change(SourceFiles files) {
    for (int i = 0; i < FILES; i++) {
      String path = "d%d/Class%d.java".formatted(i / 20, i);
      int choice = random.nextInt(10);
      if (choice < 6 || now.isEmpty()) {
        String source = SourceFiles.source(i, random);
        files.write(path, source);
        now.put(path, source);
      } else if (choice == 6 && now.containsKey(path)) {
        files.delete(path);
        now.remove(path);
      }
      contents.computeIfAbsent(path, any -> new HashSet<>()).add(now.getOrDefault(path, ""));
    }
  }

  /** Checks that each document is as its file was at some time since it was stored. */
  private void assertWhole(Path store) {
    try (Cairn cairn = Cairn.open(store)) {
      Map<String, String> stored = new HashMap<>();
      for (Document document : all(cairn)) {
        assertThat(contents.get(document.id())).contains(document.text());
        stored.put(document.id(), document.text());
      }
      Map<String, FileRow> rows = rowsByPath(cairn);
      assertThat(rows.keySet()).isEqualTo(stored.keySet());
      contents.replaceAll(
          (path, had) ->
              new HashSet<>(List.of(stored.getOrDefault(path, ""), now.getOrDefault(path, ""))));
    }
  }

  private static List<Document> all(Cairn cairn) {
    return cairn.memory().documents("repository:tree").list(Integer.MAX_VALUE);
  }

  private static Map<String, FileRow> rowsByPath(Cairn cairn) {
    Map<String, FileRow> rows = new TreeMap<>();
    cairn
        .memory()
        .scan(RepositoryTables.FILES, Scan.all())
        .forEach(row -> rows.put(row.value().path(), row.value()));
    return rows;
  }

  private static List<String> rows(Cairn cairn) {
    return rowsByPath(cairn).values().stream()
        .map(row -> row.path() + " " + row.size() + " " + row.modified() + " " + row.hash())
        .toList();
  }

  private static Map<String, Object> documents(Cairn cairn) {
    Map<String, Object> documents = new TreeMap<>();
    for (Document document : all(cairn)) {
      documents.put(
          document.id(), List.of(document.text(), document.metadata(), document.passages()));
    }
    return documents;
  }

  private static Set<String> found(Cairn cairn, String query) {
    Set<String> found = new HashSet<>();
    for (SourceHit hit : cairn.memory().repositories().search("tree", query, 1_000)) {
      found.add(
          "%s:%d-%d %.6f".formatted(hit.path(), hit.firstLine(), hit.lastLine(), hit.score()));
    }
    return found;
  }
}
