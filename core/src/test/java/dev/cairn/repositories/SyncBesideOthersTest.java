package dev.cairn.repositories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.documents.Document;
import dev.cairn.survival.Effort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sync holds up no other writer, shows no file half stored, and is short when nothing changed.
 */
class SyncBesideOthersTest {
  private static final Duration LONGEST_WRITE = Duration.ofSeconds(2);

  @TempDir Path directory;
  private Cairn cairn;
  private Memory memory;
  private SourceFiles files;

  @BeforeEach
  void open() {
    cairn = Cairn.open(directory.resolve("store"));
    memory = cairn.memory();
    files = new SourceFiles(directory.resolve("tree"));
  }

  @AfterEach
  void close() {
    cairn.close();
  }

  @Test
  void aSearchSeesEachFileAsItWasBeforeOrAsItIsAfter() {
    AtomicBoolean ended = new AtomicBoolean();
    CompletableFuture<Integer> searcher = CompletableFuture.supplyAsync(() -> search(ended));
    try {
      for (int generation = 0; generation < Effort.of(10, 300); generation++) {
        for (int i = 0; i < 20; i++) {
          files.write(
              "f%d.txt".formatted(i), "generation%d is it.\n\n".formatted(generation).repeat(80));
        }
        memory.repositories().sync(files.root());
      }
    } finally {
      ended.set(true);
    }
    assertThat(searcher.join()).isPositive();
  }

  private int search(AtomicBoolean ended) {
    int searches = 0;
    while (!ended.get()) {
      if (memory.repositories().get("tree").isPresent()) {
        for (Document document : memory.documents("repository:tree").list(100)) {
          assertThat(document.text().lines().filter(line -> !line.isEmpty()).distinct()).hasSize(1);
        }
        for (SourceHit hit : memory.repositories().search("tree", "generation*", 100)) {
          assertThat(hit.text().lines().filter(line -> !line.isEmpty()).distinct()).hasSize(1);
        }
        searches++;
      }
    }
    return searches;
  }

  @Test
  void tenUsersRememberAndSyncAtOnce() {
    files.writeMany(20, new Random(1));
    ExecutorService threads = Executors.newFixedThreadPool(10);
    try {
      List<CompletableFuture<SyncReport>> users =
          IntStream.range(0, 10)
              .mapToObj(user -> CompletableFuture.supplyAsync(() -> work(user), threads))
              .toList();
      assertThat(users).allMatch(report -> report.join().added().size() == 20);
    } finally {
      threads.shutdown();
    }
    assertThat(memory.documents().count()).isEqualTo(100);
    assertThat(memory.repositories().list()).hasSize(10).allMatch(one -> one.files() == 20);
  }

  private SyncReport work(int user) {
    for (int i = 0; i < 10; i++) {
      memory.documents().remember("Memory %d from user %d".formatted(i, user));
    }
    return memory
        .repositories()
        .sync(files.root(), SyncOptions.defaults().withName("repo_user_" + user));
  }

  @Test
  void otherWritersDoNotWaitForASync() {
    files.writeMany(Effort.of(300, 10_000), new Random(Effort.seed()));
    for (int i = 0; i < 200; i++) {
      visit(i); // the code is compiled then
    }
    long[] without = new long[Effort.of(300, 3_000)];
    for (int i = 0; i < without.length; i++) {
      without[i] = visit(i);
    }
    CompletableFuture<SyncReport> sync =
        CompletableFuture.supplyAsync(() -> memory.repositories().sync(files.root()));
    long[] during = new long[without.length];
    int writes = 0;
    for (; writes < during.length && !sync.isDone(); writes++) {
      during[writes] = visit(writes);
    }
    SyncReport report = sync.join();
    long p99 = p99(without, without.length);
    long p99During = p99(during, writes);
    Effort.note(
        "a durable write, p99: %,d µs; beside a sync of %,d files: %,d µs (%,d writes)"
            .formatted(p99 / 1_000, report.added().size(), p99During / 1_000, writes));
    assertThat(p99During).isLessThan(LONGEST_WRITE.toNanos());
  }

  private long visit(int i) {
    long began = System.nanoTime();
    memory.sites().recordVisit("https://example.com/" + i, Duration.ofSeconds(1));
    return System.nanoTime() - began;
  }

  private static long p99(long[] nanos, int count) {
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return sorted[Math.min(count - 1, count * 99 / 100)];
  }

  @Test
  void aSyncThatFindsNothingChangedWritesNothing() {
    files.writeMany(Effort.of(600, 10_000), new Random(Effort.seed()));
    SyncReport first = memory.repositories().sync(files.root());
    long version = memory.version();
    SyncReport second = memory.repositories().sync(files.root());
    assertThat(second.unchanged()).isEqualTo(first.added().size());
    assertThat(memory.version()).isEqualTo(version);
    Effort.note(
        "a sync of %,d files: the first %s, the second %s"
            .formatted(first.added().size(), first.took(), second.took()));
  }
}
