package dev.cairn.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.StorageException;
import dev.cairn.episodes.Episode;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.Range;
import dev.cairn.internal.engine.View;
import dev.cairn.internal.lmdb.LmdbEngine;
import dev.cairn.internal.lmdb.env.LmdbOptions;
import dev.cairn.maintenance.CopyOptions;
import dev.cairn.maintenance.Maintenance.CopyReport;
import dev.cairn.maintenance.ProgressListener;
import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.testing.Await;
import dev.cairn.values.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that {@code cairn copy}, {@code reindex}, {@code drop-namespace} and {@code
 * update-site-names} change or copy a store as they promise.
 */
class MaintenanceIT {
  record Note(String about) {}

  private static final Index<Note, String> BY_TOPIC =
      Index.one("by-topic", Keys.string(), Note::about);
  private static final Table<String, Note> NOTES =
      Table.named("notes").keyedBy(Keys.string()).holding(Note.class).indexedBy(BY_TOPIC);

  @TempDir private Path directory;
  private Path store;

  @BeforeEach
  void fill() {
    store = directory.resolve("cairn-store");
    try (Cairn cairn = Cairn.open(store)) {
      fill(cairn.memory());
      fill(cairn.memory("alice"));
    }
  }

  private static void fill(Memory memory) {
    memory.sites().recordVisit("https://a.example/", Duration.ofSeconds(1));
    memory.episodes().record(Episode.of("find tea").withId("e1").at("https://a.example/"));
    memory.put(NOTES, "n1", new Note("tea"));
  }

  private Launched.Result run(String... arguments) {
    return Launched.run(directory, arguments);
  }

  @Test
  void copiesAStoreThatIsOpen() {
    try (Cairn open = Cairn.open(store)) {
      assertThat(run("copy", "backup").succeeded().out())
          .matches("copied to backup and checked: \\d+ rows and index entries, .* KiB\n");
      open.memory().sites().recordVisit("https://b.example/", Duration.ofSeconds(1));
    }
    assertThat(run("copy", "--compact", "backups/small", "--json").succeeded().out())
        .startsWith("{\"copy\":\"backups/small\",\"entries\":");
    assertThat(run("list", "sites", "--store", "backup").succeeded().out()).hasLineCount(2);
    assertThat(run("list", "sites", "--store", "backups/small").succeeded().out()).hasLineCount(3);
  }

  @Test
  void refusesToCopyWhereSomethingIsOrFromNowhere() throws IOException {
    Files.createDirectory(directory.resolve("there"));
    run("copy", "there").failed(2, "there exists; a copy is made at a path where nothing is");
    run("copy", "backup", "--store", "nowhere").failed(2, "no store at");
    run("copy").failed(2, "DEST");
    assertThat(names()).containsExactly("cairn-store", "there");
  }

  /** Root can make one process believe that a directory is another machine's. */
  @Test
  void refusesANetworkFileSystemBeforeAnythingIsWritten() throws IOException {
    Files.createDirectory(directory.resolve("net"));
    Path pretend =
        Files.writeString(
            directory.resolve("pretend.sh"),
            """
            mount -t tmpfs cairn-net net &&
            awk '$1 == "cairn-net" { $3 = "nfs4" } 1' /proc/self/mounts >mounts || exit
            sh -c 'mount --bind mounts /proc/$$/mounts && exec "$@"' - "$@"
            code=$?
            find net -mindepth 1
            exit $code
            """);
    assumeTrue(
        Launched.shell(directory, "unshare -m sh pretend.sh true").code() == 0,
        "only root can pretend that");

    Launched.shell(directory, "unshare -m sh %s cairn copy net/backup".formatted(pretend))
        .failed(1, "net is on a network file system (nfs4)");
  }

  /** LMDB begins a copy under the lock of writers, so that one who holds it holds up the copy. */
  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "KILL"})
  void aCopyThatIsStoppedLeavesNothingThatTheNextOneDoesNotRemove(String signal) throws Exception {
    boolean cleansUp = !signal.equals("KILL");
    CountDownLatch stopped = new CountDownLatch(1);
    try (Cairn open = Cairn.open(store)) {
      CompletableFuture<Boolean> writer =
          open.memory().writeAndGetAsync(memory -> awaited(stopped));
      Process copying =
          Launched.builder(directory, List.of(Launched.launcher().toString(), "copy", "backup"))
              .start();
      Await.until(
          "the copy has begun",
          () -> building().anyMatch(path -> Files.exists(path.resolve("store/data.mdb"))));
      Launched.signal(copying, signal);
      assertThat(Launched.end(copying)).isGreaterThan(ExitCode.BAD_INPUT);
      stopped.countDown();
      assertThat(writer.join()).isTrue();
    }
    assertThat(building()).hasSize(cleansUp ? 0 : 1);
    assertThat(names()).hasSize(cleansUp ? 1 : 2).contains("cairn-store");

    run("copy", "backup").succeeded();
    assertThat(names()).containsExactly("backup", "cairn-store");
  }

  private Stream<Path> building() {
    try {
      return names().stream()
          .filter(name -> name.startsWith(".backup.building-"))
          .map(directory::resolve);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Locks tell processes apart, and not the threads of one: that takes more than a lock. */
  @Test
  void nobodyElseCopiesToAPlaceWhereAThreadOfThisProcessIsAtIt() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch tried = new CountDownLatch(1);
    Path backup = directory.resolve("backup");
    ProgressListener waiting =
        (step, done) -> {
          if (step == ProgressListener.Step.READING) {
            reading.countDown();
            assertThat(awaited(tried)).isTrue();
          }
        };
    try (Cairn open = Cairn.open(store)) {
      CompletableFuture<CopyReport> first =
          CompletableFuture.supplyAsync(
              () -> open.maintenance().copyTo(backup, CopyOptions.whole().withProgress(waiting)));
      assertThat(awaited(reading)).isTrue();
      assertThatExceptionOfType(StorageException.class)
          .isThrownBy(() -> open.maintenance().copyTo(backup, CopyOptions.whole()))
          .withMessageContaining("another copy to the same place is under way");
      run("copy", "backup").failed(1, "another copy to the same place is under way: backup");
      tried.countDown();
      assertThat(first.get().entries()).isPositive();
    }
    assertThat(names()).containsExactly("backup", "cairn-store");
  }

  private static boolean awaited(CountDownLatch latch) {
    try {
      return latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void repairsIndexes() {
    try (Engine engine = LmdbEngine.open(store, LmdbOptions.defaults())) {
      engine.write(MaintenanceIT::deleteEntriesOfEpisodes, Duration.ofSeconds(10));
    }
    assertThat(run("list", "episodes").succeeded().out()).isEqualTo("none\n");

    assertThat(run("reindex", "--table", "episodes", "--json").succeeded().out())
        .isEqualTo(
            "{\"table\":\"episodes\",\"rows\":2,\"missing\":6,\"surplus\":0,\"unreadable\":0}\n");

    assertThat(run("list", "episodes").succeeded().out()).contains("find tea");
    assertThat(run("reindex").succeeded().out())
        .containsPattern("episodes +2 +0 +0\n")
        .doesNotContain("notes");
  }

  /** Deletes what has no value: index entries; of notes, they are behind those of episodes. */
  private static boolean deleteEntriesOfEpisodes(dev.cairn.internal.engine.Batch batch) {
    int deleted = 0;
    try (var cursor = batch.scan(new Range(new byte[] {1}, null), View.Order.ASCENDING)) {
      while (deleted < 6 && cursor.next()) {
        if (cursor.value().length == 0) {
          batch.delete(cursor.key());
          deleted++;
        }
      }
    }
    return deleted == 6;
  }

  @Test
  void dropsTheIndexesOfATableWithoutItsClasses() {
    assertThat(run("reindex", "--table", "notes").succeeded().out())
        .isEqualTo(
            "dropped the indexes of table notes (by-topic); its owner's next write builds them\n");
    run("reindex", "--table", "nots").failed(2, "the store has no table 'nots'; it has episodes");

    try (Cairn cairn = Cairn.open(store)) {
      cairn.memory().put(NOTES, "n2", new Note("tea"));
      assertThat(cairn.memory().<Long>read(tx -> tx.count(NOTES, BY_TOPIC, Scan.prefix("tea"))))
          .isEqualTo(2);
    }
  }

  @Test
  void dropsANamespaceForEveryProcess() {
    try (Cairn open = Cairn.open(store)) {
      assertThat(open.memory("alice").get(NOTES, "n1")).as("and so cached").isPresent();

      assertThat(run("drop-namespace", "alice", "--yes").succeeded().out())
          .isEqualTo(
              "deleted 3 rows of namespace \"alice\": 1 of episodes, 1 of notes, 1 of sites\n");

      assertThat(open.memory("alice").get(NOTES, "n1")).isEmpty();
      assertThat(open.memory("alice").sites().list()).isEmpty();
      assertThat(open.memory().get(NOTES, "n1")).isPresent();
      assertThat(open.memory().episodes().count()).isEqualTo(1);
    }
    assertThat(run("drop-namespace", "alice", "--yes").succeeded().out())
        .isEqualTo("namespace \"alice\" has no rows\n");
    assertThat(run("drop-namespace", "", "--yes", "--json").succeeded().out())
        .isEqualTo(
            "{\"namespace\":\"\",\"rows\":3,\"tables\":{\"episodes\":1,\"notes\":1,\"sites\":1}}\n");
  }

  /** Stores a site and an episode as a version of Cairn that followed IDNA 2003 did. */
  private static void storeFormerNames(Memory memory) {
    memory.sites().recordVisit("xn--wma.com", Duration.ofSeconds(1)); // Ⱥ.com
    memory
        .episodes()
        .record(
            new Episode(
                "e2",
                "find tea",
                Optional.of("https://straße.de/x"),
                Optional.of("strasse.de"),
                Optional.empty(),
                Outcome.SUCCESS,
                List.of(),
                "",
                Instant.EPOCH));
  }

  @Test
  void updatesTheNamesOfSitesInEveryNamespace() {
    try (Cairn cairn = Cairn.open(store)) {
      storeFormerNames(cairn.memory());
      storeFormerNames(cairn.memory("alice"));
    }

    assertThat(run("update-site-names", "alice", "--json").succeeded().out())
        .isEqualTo("{\"namespace\":\"alice\",\"sites\":1,\"episodes\":1}\n");
    assertThat(run("update-site-names").succeeded().out().lines().map(line -> line.split(" +")))
        .containsExactly(
            new String[] {"NAMESPACE", "SITES", "EPISODES"},
            new String[] {"\"\"", "1", "1"},
            new String[] {"\"alice\"", "0", "0"});

    try (Cairn cairn = Cairn.open(store)) {
      for (Memory memory : List.of(cairn.memory(), cairn.memory("alice"))) {
        assertThat(memory.sites().get("https://Ⱥ.com/").orElseThrow().visits()).isEqualTo(1);
        assertThat(memory.episodes().get("e2").orElseThrow().site()).contains("xn--strae-oqa.de");
      }
    }
  }

  @Test
  void deletesNothingUnasked() {
    run("drop-namespace", "alice").failed(2, "--yes deletes without being asked");
    run("drop-namespace", "alice", "--yes", "--store", "nowhere").failed(2, "no store at");
    assertThat(directory.resolve("nowhere")).doesNotExist();
  }

  @Test
  void asksOnATerminal() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "needs a terminal to be had");
    String ask = "script -qec 'cairn drop-namespace alice' /dev/null";

    Launched.Result no = Launched.shell(directory, "echo n | " + ask);
    assertThat(no.out())
        .contains("Delete 3 rows of namespace \"alice\" in cairn-store? [y/N]")
        .contains("nothing was deleted");
    assertThat(no.code()).isEqualTo(1);

    Launched.Result yes = Launched.shell(directory, "echo y | " + ask);
    assertThat(yes.out()).contains("deleted 3 rows");
    assertThat(yes.code()).isZero();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
