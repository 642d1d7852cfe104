package dev.cairn.internal.lmdb.readers;

import static dev.cairn.internal.engine.Stores.LONG;
import static dev.cairn.internal.engine.Stores.get;
import static dev.cairn.internal.engine.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.StorageException;
import dev.cairn.internal.engine.Cursor;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.EngineProgram;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.engine.Stores;
import dev.cairn.internal.engine.View.Order;
import dev.cairn.internal.lmdb.LmdbEngine;
import dev.cairn.testing.OtherJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that a process with a small memory map goes on if another process makes the store larger.
 */
@EnabledIf(
    value = "dev.cairn.internal.platform.Platform#isLinux",
    disabledReason =
        "without a mapped version the map of an open store does not grow with the file")
class OutgrownMapTest {
  private static final String LARGE = "x".repeat(20_000);

  @TempDir Path directory;
  private Engine engine;
  private OtherJvm other;

  @BeforeEach
  void open() {
    engine = LmdbEngine.open(directory, Stores.withMap(1 << 20));
    put(engine, "mine", "1");
    other = EngineProgram.with(directory);
  }

  @AfterEach
  void close() {
    other.close();
    engine.close();
  }

  /** Has the other process store rows, up to a number. */
  private void grow(int from, int to) {
    for (int i = from; i < to; i++) {
      other.ask("put", "large" + i, LARGE);
    }
  }

  @Test
  void readsAndWritesGoOn() {
    for (int round = 0; round < 3; round++) {
      grow(100 * round, 100 * round + 100);
      if (round != 1) { // a write may be the first to see it, and a read
        assertThat(get(engine, "mine")).isEqualTo("1");
      }
      assertThat(put(engine, "new" + round, "2")).isTrue();
      assertThat(other.ask("get", "new" + round)).isEqualTo("2");
      assertThat(get(engine, "large" + (100 * round + 99))).isEqualTo(LARGE);
    }
    try (Snapshot snapshot = engine.snapshot();
        Cursor cursor = snapshot.scan(Stores.ALL, Order.ASCENDING)) {
      int large = 0;
      while (cursor.next()) {
        large += cursor.value().length == LARGE.length() ? 1 : 0;
      }
      assertThat(large).isEqualTo(300);
    }
    assertThat(engine.statistics().mapBytes()).isBetween(6L << 20, 64L << 20);
  }

  @Test
  void manyThreadsReadWhileItGrows() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Future<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        readers.add(
            threads.submit(
                () -> {
                  int seen = 0;
                  while (get(engine, "large199") == null) {
                    assertThat(get(engine, "mine")).isEqualTo("1");
                    seen++;
                  }
                  return seen;
                }));
      }
      grow(0, 200);
      for (Future<Integer> reader : readers) {
        assertThat(reader.get(LONG.toSeconds(), TimeUnit.SECONDS)).isNotNegative();
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void aThreadThatHoldsASnapshotIsToldAtOnceAndOthersWaitForIt() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    List<Snapshot> held = List.of(engine.snapshot());
    try {
      grow(0, 100);
      assertThatExceptionOfType(StorageException.class)
          .isThrownBy(engine::snapshot)
          .withMessageContaining(directory.toString())
          .withMessageContaining("Close snapshots sooner")
          .withMessageContaining("withMapSize");
      Patience.of(
          Duration.ofMillis(20),
          () ->
              assertThat(threads.submit(() -> get(engine, "large99")))
                  .failsWithin(LONG)
                  .withThrowableThat()
                  .withMessageContaining("withMapSize"));
      Future<String> later = threads.submit(() -> get(engine, "large99"));
      assertThat(get(held.get(0), "mine")).isEqualTo("1");
      held.forEach(Snapshot::close);
      assertThat(later.get(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo(LARGE);
    } finally {
      threads.shutdown();
    }
    assertThat(Stores.delete(engine, "mine")).isTrue();
  }
}
