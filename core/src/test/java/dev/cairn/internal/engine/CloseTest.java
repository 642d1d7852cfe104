package dev.cairn.internal.engine;

import static dev.cairn.internal.engine.Stores.LONG;
import static dev.cairn.internal.engine.Stores.bytes;
import static dev.cairn.internal.engine.Stores.get;
import static dev.cairn.internal.engine.Stores.keys;
import static dev.cairn.internal.engine.Stores.put;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cairn.StoreClosedException;
import dev.cairn.StoreOpenException;
import dev.cairn.testing.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that closing a store waits for running reads and queued writes, and that later calls are
 * refused.
 */
class CloseTest {
  @TempDir Path directory;

  @Test
  void everyMethodOfAClosedStoreSaysSo() {
    Engine engine = Stores.open(directory);
    engine.close();
    engine.close();
    List<Runnable> calls =
        List.of(
            engine::version,
            engine::snapshot,
            engine::flush,
            engine::statistics,
            () -> engine.write(batch -> null, LONG),
            () -> engine.writeAsync(batch -> null, LONG).join(),
            () -> engine.addCommitListener((batch, version) -> {}));
    for (Runnable call : calls) {
      assertThatExceptionOfType(StoreClosedException.class)
          .isThrownBy(call::run)
          .withMessageContaining(directory.toString());
    }
  }

  @Test
  void whatIsQueuedWhenTheStoreIsClosedIsStillWritten() {
    List<CompletableFuture<Boolean>> futures = new ArrayList<>();
    try (Engine engine = Stores.open(directory)) {
      for (int i = 0; i < 500; i++) {
        String key = "key" + i;
        futures.add(engine.writeAsync(batch -> batch.put(bytes(key), bytes("1")), LONG));
      }
    }
    futures.forEach(future -> assertThat(future.orTimeout(30, SECONDS).join()).isTrue());
    try (Engine engine = Stores.open(directory)) {
      assertThat(keys(engine)).hasSize(500);
    }
  }

  @Test
  void closingWaitsForASnapshotThatIsBeingRead() throws InterruptedException {
    Engine engine = Stores.open(directory);
    put(engine, "key", "value");
    Snapshot snapshot = engine.snapshot();
    Thread closer = new Thread(engine::close);
    closer.start();
    Await.until(
        "it is being closed",
        () -> {
          try {
            engine.version();
            return false;
          } catch (StoreClosedException e) {
            return true;
          }
        });
    assertThat(get(snapshot, "key")).isEqualTo("value");
    assertThat(closer.isAlive()).isTrue();
    snapshot.close();
    closer.join();
  }

  @Test
  void closingInsideAReadOfTheSameThreadIsRefusedAtOnceAndTheStoreStaysOpen() {
    try (Engine engine = Stores.open(directory)) {
      put(engine, "key", "value");
      try (Snapshot snapshot = engine.snapshot()) {
        assertThatIllegalStateException()
            .isThrownBy(engine::close)
            .withMessageContaining(directory.toString())
            .withMessageContaining("close it after the read has ended");
        assertThat(get(snapshot, "key")).isEqualTo("value");
      }
      put(engine, "key", "another");
      assertThat(get(engine, "key")).isEqualTo("another");
    }
  }

  /** The thread that closes waits for this one's read, so this one must not wait for it. */
  @Test
  void aReadWaitsForNoOtherThreadThatClosesItsStore() throws InterruptedException {
    Engine engine = Stores.open(directory);
    Engine shared = Stores.open(directory);
    shared.close();
    Snapshot snapshot = engine.snapshot();
    Thread closer = new Thread(engine::close);
    closer.start();
    Await.until("it waits", () -> closer.getState() == Thread.State.TIMED_WAITING);

    long begun = System.nanoTime();
    engine.close();
    shared.close();
    assertThatExceptionOfType(StoreOpenException.class)
        .isThrownBy(() -> Stores.open(directory))
        .withMessageContaining("end it before opening the store again");
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isLessThan(Duration.ofSeconds(9)); // after 10 the other thread gives up

    snapshot.close();
    closer.join();
    Stores.open(directory).close();
  }

  @Test
  void anotherOpeningMayBeClosedInsideARead() {
    try (Engine engine = Stores.open(directory)) {
      put(engine, "key", "value");
      try (Snapshot snapshot = engine.snapshot()) {
        Stores.open(directory).close();
        assertThat(get(snapshot, "key")).isEqualTo("value");
      }
    }
  }

  @Test
  void aDependentOfAFutureMayClose() {
    Engine engine = Stores.open(directory);
    CompletableFuture<Void> closed =
        engine
            .writeAsync(batch -> batch.put(bytes("key"), bytes("value")), LONG)
            .thenRun(engine::close);
    assertThat(closed).succeedsWithin(LONG);
    try (Engine again = Stores.open(directory)) {
      assertThat(get(again, "key")).isEqualTo("value");
    }
  }

  @Test
  void aStoreThatIsBeingClosedHoldsUpOnlyWhoOpensItAgain() throws InterruptedException {
    Path store = directory.resolve("store");
    Engine engine = Stores.open(store);
    Engine other = Stores.open(directory.resolve("other"));
    put(engine, "key", "value");
    Snapshot snapshot = engine.snapshot();
    Thread closer = new Thread(engine::close);
    closer.start();
    Await.until("it waits", () -> closer.getState() == Thread.State.TIMED_WAITING);
    other.close();
    Stores.open(directory.resolve("third")).close();
    assertThat(closer.isAlive()).isTrue();

    AtomicReference<String> found = new AtomicReference<>();
    Thread opener =
        new Thread(
            () -> {
              try (Engine again = Stores.open(store)) {
                found.set(get(again, "key"));
              }
            });
    opener.start();
    Await.until("it waits", () -> opener.getState() == Thread.State.WAITING);
    snapshot.close();
    closer.join();
    opener.join();
    assertThat(found).hasValue("value");
  }

  @Test
  void anInterruptedThreadClosesAndStaysInterrupted() {
    Engine engine = Stores.open(directory);
    put(engine, "key", "value");
    Thread.currentThread().interrupt();
    engine.close();
    assertThat(Thread.interrupted()).isTrue();
    try (Engine again = Stores.open(directory)) {
      assertThat(get(again, "key")).isEqualTo("value");
    }
  }

  /** Threads at every kind of call while the store is closed: an exception, or a right answer. */
  @Test
  void aStoreMayBeClosedUnderItsUsers() throws InterruptedException {
    for (int round = 0; round < 10; round++) {
      Engine engine = Stores.open(directory);
      AtomicReference<Throwable> failure = new AtomicReference<>();
      AtomicInteger acknowledged = new AtomicInteger();
      CountDownLatch working = new CountDownLatch(4);
      List<Thread> threads = new ArrayList<>();
      List<Runnable> calls =
          List.of(
              () -> {
                engine.write(
                    batch -> {
                      Stores.add(batch, "count", 1);
                      return null;
                    },
                    LONG);
                acknowledged.incrementAndGet();
              },
              () -> engine.snapshot().close(),
              engine::statistics,
              () ->
                  engine
                      .writeAsync(batch -> get(batch, "count"), LONG)
                      .handle((value, thrown) -> rethrow(thrown))
                      .orTimeout(30, SECONDS)
                      .join());
      long before = Stores.number(engine, "count");
      for (Runnable call : calls) {
        Thread thread =
            new Thread(
                () -> {
                  call.run();
                  working.countDown();
                  while (true) {
                    call.run();
                  }
                });
        thread.setUncaughtExceptionHandler(
            (which, thrown) -> {
              Throwable cause = thrown.getCause() == null ? thrown : thrown.getCause();
              if (!(cause instanceof StoreClosedException)) {
                failure.set(thrown);
              }
            });
        threads.add(thread);
        thread.start();
      }
      Together.wait(working);
      engine.close();
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(failure.get()).isNull();
      try (Engine again = Stores.open(directory)) {
        assertThat(Stores.number(again, "count")).isEqualTo(before + acknowledged.get());
      }
    }
  }

  private static Void rethrow(Throwable thrown) {
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
    return null;
  }

  @Test
  void aCloseThatIsRefusedIsNotSeenByOtherThreads() throws Exception {
    try (Engine engine = Stores.open(directory)) {
      FutureTask<Long> other =
          new FutureTask<>(
              () -> {
                long calls = 0;
                while (!Thread.currentThread().isInterrupted()) {
                  assertThat(engine.version()).isPositive();
                  calls++;
                }
                return calls;
              });
      Thread thread = new Thread(other);
      thread.start();
      try (Snapshot held = engine.snapshot()) {
        assertThat(held.version()).isPositive();
        for (int i = 0; i < 20_000; i++) {
          assertThatIllegalStateException().isThrownBy(engine::close);
        }
      }
      thread.interrupt();
      assertThat(other.get(LONG.toSeconds(), SECONDS)).isPositive();
    }
  }
}
