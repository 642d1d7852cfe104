package dev.cairn.internal.lmdb.readers;

import static dev.cairn.internal.engine.Stores.LONG;
import static dev.cairn.internal.engine.Stores.bytes;
import static dev.cairn.internal.engine.Stores.get;
import static dev.cairn.internal.engine.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.ReadersFullException;
import dev.cairn.StoreClosedException;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.EngineProgram;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.engine.Stores;
import dev.cairn.internal.lmdb.LmdbEngine;
import dev.cairn.testing.Await;
import dev.cairn.testing.OtherJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that reads wait in turn for one of the limited reader slots, and that killed processes free
 * their slots.
 */
@Tag("slow")
class ReadersTest {
  @TempDir Path directory;

  private static List<Snapshot> snapshots(Engine engine, int count) {
    List<Snapshot> open = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      open.add(engine.snapshot());
    }
    return open;
  }

  @Test
  void moreSnapshotsThanThereAreSlotsAreRefusedWithTheWayOut() {
    for (int slots : new int[] {1, 4}) {
      try (Engine engine =
          LmdbEngine.open(directory.resolve("" + slots), Stores.withReaders(slots))) {
        put(engine, "key", "value");
        for (int round = 0; round < 3; round++) {
          List<Snapshot> open = snapshots(engine, slots);
          assertThat(engine.statistics().openSnapshots()).isEqualTo(slots);
          assertThatExceptionOfType(ReadersFullException.class)
              .isThrownBy(engine::snapshot)
              .withMessageContaining("close snapshots sooner")
              .withMessageContaining("withMaxReaders");
          // A write needs no slot.
          put(engine, "key", "value" + round);
          open.remove(0).close();
          assertThat(get(engine, "key")).isEqualTo("value" + round);
          open.forEach(Snapshot::close);
          assertThat(engine.statistics().openSnapshots()).isZero();
        }
      }
    }
  }

  @Test
  void aReadWaitsForASlot() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(40);
    try (Engine engine = LmdbEngine.open(directory, Stores.withReaders(2))) {
      put(engine, "key", "value");
      List<Snapshot> open = snapshots(engine, 2);
      List<Future<String>> waiting = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        waiting.add(
            threads.submit(
                () -> {
                  try (Snapshot snapshot = engine.snapshot()) {
                    return get(snapshot, "key");
                  }
                }));
      }
      open.get(1).close();
      for (Future<String> read : waiting) {
        assertThat(read.get(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo("value");
      }
      open.get(0).close();
      assertThat(engine.statistics().openSnapshots()).isZero();
    } finally {
      threads.shutdown();
    }
  }

  /** Starts a thread that reads, and waits for a slot when this returns. */
  private static Thread waiting(Runnable read) {
    Thread thread = new Thread(read);
    thread.start();
    Await.until("it waits", () -> thread.getState() == Thread.State.TIMED_WAITING);
    return thread;
  }

  @Test
  void readsThatHaveWaitedForASlotGetItInTheirOrderAndBeforeTheNext() throws Exception {
    try (Engine engine = LmdbEngine.open(directory, Stores.withReaders(1))) {
      for (int round = 0; round < 20; round++) {
        Snapshot held = engine.snapshot();
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<Thread> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          int number = i;
          waiting.add(
              waiting(
                  () -> {
                    try (Snapshot snapshot = engine.snapshot()) {
                      order.add(snapshot.version() > 0 ? number : -1);
                    }
                  }));
        }
        long since = System.nanoTime();
        Await.until(
            "the last one has waited", () -> System.nanoTime() - since > SlotQueue.FAIR_NANOS);
        held.close();
        engine.snapshot().close(); // at once: before any of them can have woken up
        assertThat(order).containsExactly(0, 1, 2);
        for (Thread thread : waiting) {
          thread.join();
        }
      }
    }
  }

  /** Else each slot would stand idle until a thread has woken up, for as long as the load lasts. */
  @Test
  void aReadTakesAnIdleSlotThoughAnotherOneHasBegunToWait() throws Exception {
    int passed = 0;
    try (Engine engine = LmdbEngine.open(directory, Stores.withReaders(1))) {
      for (int round = 0; round < 200; round++) {
        Snapshot held = engine.snapshot();
        AtomicBoolean served = new AtomicBoolean();
        Thread waiting =
            waiting(
                () -> {
                  try (Snapshot snapshot = engine.snapshot()) {
                    served.set(snapshot.version() > 0);
                  }
                });
        held.close();
        try (Snapshot next = engine.snapshot()) {
          passed += next.version() > 0 && !served.get() ? 1 : 0;
        }
        waiting.join();
        assertThat(served).isTrue();
      }
    }
    assertThat(passed).isPositive(); // mostly; not where this thread is held up
  }

  /** The others may wait for the very snapshot that the thread holds. */
  @Test
  void aReadInsideAnotherOneGetsASlotBeforeThoseThatWaited() throws Exception {
    try (Engine engine = LmdbEngine.open(directory, Stores.withReaders(2))) {
      for (int round = 0; round < 20; round++) {
        Snapshot held = engine.snapshot();
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Boolean> outerIsOpen = new CompletableFuture<>();
        CompletableFuture<Boolean> othersWait = new CompletableFuture<>();
        Thread nested =
            new Thread(
                () -> {
                  try (Snapshot outer = engine.snapshot()) {
                    outerIsOpen.complete(true);
                    assertThat(othersWait.join()).isTrue();
                    try (Snapshot inner = engine.snapshot()) {
                      order.add(inner.version() >= outer.version() ? "nested" : "");
                    }
                  }
                });
        nested.start();
        assertThat(outerIsOpen.join()).isTrue();
        List<Thread> others = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
          others.add(
              waiting(
                  () -> {
                    try (Snapshot snapshot = engine.snapshot()) {
                      order.add(snapshot.version() > 0 ? "other" : "");
                    }
                  }));
        }
        othersWait.complete(true);
        Await.until("it waits", () -> nested.getState() == Thread.State.TIMED_WAITING);
        held.close();
        nested.join();
        for (Thread other : others) {
          other.join();
        }
        assertThat(order).containsExactly("nested", "other", "other");
      }
    }
  }

  @Test
  void aReadThatWaitsForASlotInVainSaysWhoHoldsThem() throws Exception {
    ExecutorService holder = Executors.newSingleThreadExecutor(work -> new Thread(work, "holder"));
    try (Engine engine = LmdbEngine.open(directory, Stores.withReaders(3))) {
      List<Snapshot> open = holder.submit(() -> snapshots(engine, 3)).get();
      Patience.of(
          Duration.ofMillis(20),
          () ->
              assertThatExceptionOfType(ReadersFullException.class)
                  .isThrownBy(engine::snapshot)
                  .withMessageContaining("every one of the 3 reader slots")
                  .withMessageContaining(
                      "this process has 3 snapshots open (by thread: 'holder' 3)"));
      open.forEach(Snapshot::close);
      assertThat(get(engine, "key")).isNull();
    } finally {
      holder.shutdown();
    }
  }

  /** A store that is closed ends the waiting too. */
  @Test
  void aReadThatWaitsForASlotEndsWithTheStore() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Engine engine = LmdbEngine.open(directory, Stores.withReaders(1));
      Snapshot held = engine.snapshot();
      Future<Snapshot> waiting = threads.submit(engine::snapshot);
      CompletableFuture<Void> closing = CompletableFuture.runAsync(engine::close);
      assertThat(waiting)
          .failsWithin(LONG)
          .withThrowableThat()
          .withCauseInstanceOf(StoreClosedException.class);
      held.close();
      closing.join();
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void theNumberOfSlotsFollowsHowManySnapshotsAreOpenAtOnce() {
    try (Engine engine = LmdbEngine.open(directory, Stores.withReaders(100))) {
      for (int i = 0; i < 1000; i++) {
        engine.snapshot().close();
      }
      assertThat(engine.statistics().readers()).isEqualTo(1);
      // Of many that were open at once, too, each gives its slot back.
      for (int round = 0; round < 10; round++) {
        snapshots(engine, 60).forEach(Snapshot::close);
      }
      assertThat(engine.statistics().readers()).isBetween(60, 61);
      assertThat(engine.statistics().maxReaders()).isEqualTo(100);
    }
  }

  @Test
  void theSlotsOfAKilledProcessAreTakenByThoseWhoNeedThem() throws Exception {
    try (Engine engine = LmdbEngine.open(directory, Stores.withReaders(4))) {
      for (int round = 0; round < 2; round++) {
        try (OtherJvm reader = EngineProgram.start()) {
          reader.expect("opened", "openWithReaders", directory, 4);
          for (int i = 0; i < 3; i++) {
            reader.expect("" + engine.version(), "snapshot");
          }
          Snapshot last = engine.snapshot();
          Patience.of(
              Duration.ofMillis(20),
              () ->
                  assertThatExceptionOfType(ReadersFullException.class)
                      .isThrownBy(engine::snapshot)
                      .withMessageContaining("none became free in")
                      .withMessageContaining("this process has 1 snapshots open (by thread: '")
                      .withMessageContaining("other processes have the rest"));
          last.close();
        }
        snapshots(engine, 4).forEach(Snapshot::close);
        put(engine, "round", "" + round);
      }
    }
  }

  @Test
  void whenOtherProcessesHaveEverySlotTheStoreSaysSoOnOpening() {
    try (OtherJvm reader = EngineProgram.start();
        OtherJvm late = EngineProgram.start()) {
      reader.expect("opened", "openWithReaders", directory, 2);
      reader.expect("1", "snapshot");
      reader.expect("1", "snapshot");
      assertThat(late.ask("open", directory))
          .startsWith("STORAGE every reader slot of the store")
          .contains("withMaxReaders");
      reader.kill();
      late.expect("opened", "open", directory);
    }
  }

  /** The pages that a killed process was reading are used again. */
  @Test
  void aSnapshotOfAKilledProcessDoesNotMakeTheFileGrowForEver() throws Exception {
    try (Engine engine = LmdbEngine.open(directory, Stores.withMap(1 << 22))) {
      put(engine, "key", "old");
      try (OtherJvm reader = EngineProgram.with(directory)) {
        reader.ask("snapshot");
      }
      try (OtherJvm other = EngineProgram.with(directory)) {
        // It has looked after the dead when it opened. Otherwise the writes were more than the map.
        for (int i = 0; i < 200; i++) {
          byte fill = (byte) i;
          byte[] value = new byte[50_000];
          value[0] = fill;
          engine.write(batch -> batch.put(bytes("key"), value), LONG);
        }
        assertThat(Files.size(directory.resolve("data.mdb"))).isLessThan(1 << 21);
        other.expect("closed", "close");
      }
    }
  }

  @Test
  void aSnapshotMayBeUsedByOneThreadAfterTheOther() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (Engine engine = Stores.open(directory)) {
      put(engine, "key", "value");
      List<Future<String>> seen = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        Snapshot opened = engine.snapshot();
        seen.add(
            threads.submit(
                () -> {
                  try (opened) {
                    return get(opened, "key");
                  }
                }));
      }
      for (Future<String> future : seen) {
        assertThat(future.get()).isEqualTo("value");
      }
      assertThat(engine.statistics().openSnapshots()).isZero();
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void virtualThreadsReadAndWrite() throws Exception {
    ExecutorService threads = virtualThreads();
    try (Engine engine = Stores.open(directory)) {
      put(engine, "count", "0");
      List<Future<Long>> written = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        written.add(
            threads.submit(
                () -> {
                  long before = Stores.number(engine, "count");
                  engine.write(
                      batch -> {
                        Stores.add(batch, "count", 1);
                        return null;
                      },
                      LONG);
                  return Stores.number(engine, "count") - before;
                }));
      }
      for (Future<Long> future : written) {
        assertThat(future.get()).isPositive();
      }
      assertThat(Stores.number(engine, "count")).isEqualTo(500);
      // As many slots as carriers, or so: not as many as threads.
      assertThat(engine.statistics().readers()).isLessThan(100);
    } finally {
      threads.shutdown();
    }
  }

  private static ExecutorService virtualThreads() throws ReflectiveOperationException {
    assumeTrue(Runtime.version().feature() >= 21, "virtual threads begin with Java 21");
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }
}
