package dev.cairn.internal.engine;

import static dev.cairn.internal.engine.Stores.LONG;
import static dev.cairn.internal.engine.Stores.bytes;
import static dev.cairn.internal.engine.Stores.get;
import static dev.cairn.internal.engine.Stores.keys;
import static dev.cairn.internal.engine.Stores.put;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CairnStatistics.EngineStatistics;
import dev.cairn.WriteTimeoutException;
import dev.cairn.testing.Await;
import dev.cairn.testing.OtherJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that a write that waits too long for its turn is never applied, and that its exception
 * names the holder of the lock.
 */
class WriteTimeoutTest {
  private static final Duration SHORT = Duration.ofMillis(80);

  @TempDir Path directory;

  @Test
  void aWriteThatWaitsInVainForAnotherProcessIsNeverAppliedAndNamesIt() {
    try (Engine engine = Stores.open(directory);
        OtherJvm other = EngineProgram.with(directory)) {
      other.expect("holding", "hold", "slow agent");

      long before = System.nanoTime();
      assertThatThrownBy(() -> engine.write(batch -> batch.put(bytes("a"), bytes("1")), SHORT))
          .isInstanceOf(WriteTimeoutException.class)
          .hasMessageContaining("was not applied")
          .hasMessageContaining("process " + other.pid())
          .hasMessageContaining("'slow agent'");
      Duration waited = Duration.ofNanos(System.nanoTime() - before);
      assertThat(waited).isBetween(SHORT, Duration.ofSeconds(5));
      // Readers do not wait for the writer.
      assertThat(keys(engine)).isEmpty();

      other.expect("released", "go on");
      assertThat(put(engine, "b", "2")).isTrue();
      engine.flush();
      assertThat(keys(engine)).containsExactly("b");
      assertThat(engine.statistics().timedOutWrites()).isEqualTo(1);
      assertThat(other.ask("get", "b")).isEqualTo("2");
    }
  }

  /** Each spoilt attempt lets go of the writer, and another process may take it in between. */
  @Test
  void aWriteWhoseAttemptIsSpoiltByOthersStillTimesOut() {
    try (Engine engine = Stores.open(directory);
        OtherJvm other = EngineProgram.with(directory)) {
      List<CompletableFuture<Boolean>> sound = new ArrayList<>();
      List<String> said = new ArrayList<>();
      other.send("hold", "slow agent");
      Await.until(
          "the other process holds the writer",
          () -> {
            CompletableFuture<?> last = spoiltBatch(engine, sound);
            Await.until("a batch ends, or does not", () -> last.isDone() || holds(other, said));
            return holds(other, said);
          });
      for (CompletableFuture<Boolean> write : sound) {
        assertThat(write.handle((done, thrown) -> thrown))
            .as("a write with a timeout of 1 s")
            .succeedsWithin(Duration.ofSeconds(10))
            .satisfiesAnyOf(
                thrown -> assertThat(thrown).isNull(),
                thrown -> assertThat(thrown).isInstanceOf(WriteTimeoutException.class));
      }
      other.expect("released", "go on");
      assertThat(put(engine, "c", "2")).isTrue();
    }
  }

  private static boolean holds(OtherJvm other, List<String> said) {
    said.addAll(other.said());
    return said.contains("holding");
  }

  /** Queues a sound write and many that spoil their batch, to run together; returns the last. */
  private static CompletableFuture<?> spoiltBatch(
      Engine engine, List<CompletableFuture<Boolean>> sound) {
    Duration timeout = Duration.ofSeconds(1);
    CountDownLatch queued = new CountDownLatch(1);
    CompletableFuture<?> last =
        engine.writeAsync(
            batch -> {
              Together.wait(queued);
              return batch.version();
            },
            timeout);
    sound.add(engine.writeAsync(batch -> batch.put(bytes("a"), bytes("1")), timeout));
    for (int i = 0; i < 20; i++) {
      last =
          engine.writeAsync(
              batch -> {
                batch.put(bytes("b"), bytes("1"));
                throw new IllegalStateException("spoilt");
              },
              timeout);
    }
    queued.countDown();
    return last;
  }

  @Test
  void aHolderThatIsKilledFreesTheWriter() {
    try (Engine engine = Stores.open(directory);
        OtherJvm other = EngineProgram.with(directory)) {
      other.expect("holding", "hold", "doomed agent");
      CompletableFuture<Boolean> waiting =
          engine.writeAsync(batch -> batch.put(bytes("a"), bytes("1")), LONG);
      other.kill();
      assertThat(waiting.join()).isTrue();
      assertThat(put(engine, "b", "2")).isTrue();
    }
  }

  @Test
  void aWriteThatWaitsInVainForAnotherThreadIsNeverAppliedAndNamesIt() throws Exception {
    try (Engine engine = Stores.open(directory)) {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch release = new CountDownLatch(1);
      Thread slow =
          new Thread(
              () ->
                  engine.write(
                      batch -> {
                        begun.countDown();
                        Together.wait(release);
                        return batch.put(bytes("slow"), bytes("1"));
                      },
                      LONG),
              "slow thread");
      slow.start();
      begun.await();

      assertThatThrownBy(() -> engine.write(batch -> batch.put(bytes("a"), bytes("1")), SHORT))
          .isInstanceOf(WriteTimeoutException.class)
          .hasMessageContaining("this process (" + ProcessHandle.current().pid() + ")")
          .hasMessageContaining("'slow thread'");

      release.countDown();
      slow.join();
      assertThat(put(engine, "b", "2")).isTrue();
      assertThat(keys(engine)).containsExactly("b", "slow");
    }
  }

  @Test
  void aWriteThatHasBegunIsWaitedFor() {
    try (Engine engine = Stores.open(directory)) {
      boolean written =
          engine.write(
              batch -> {
                long end = System.nanoTime() + SHORT.multipliedBy(3).toNanos();
                while (System.nanoTime() - end < 0) {
                  LockSupport.parkNanos(1_000_000);
                }
                return batch.put(bytes("a"), bytes("1"));
              },
              SHORT);
      assertThat(written).isTrue();
      assertThat(get(engine, "a")).isEqualTo("1");
      assertThat(engine.statistics().timedOutWrites()).isZero();
    }
  }

  @Test
  void eachWriteHasADeadlineOfItsOwn() {
    try (Engine engine = Stores.open(directory)) {
      List<CompletableFuture<Boolean>> soon = new ArrayList<>();
      List<CompletableFuture<Boolean>> late = new ArrayList<>();
      try (Together together = new Together(engine)) {
        for (int i = 0; i < 20; i++) {
          String number = "" + i;
          late.add(together.queue(batch -> batch.put(bytes("late" + number), bytes("1"))));
          Duration timeout = SHORT.multipliedBy(1 + i % 3);
          soon.add(engine.writeAsync(batch -> batch.put(bytes("soon"), bytes("1")), timeout));
        }
        for (CompletableFuture<Boolean> future : soon) {
          assertThatThrownBy(future::join).hasCauseInstanceOf(WriteTimeoutException.class);
        }
        assertThat(late).noneMatch(CompletableFuture::isDone);
      }
      late.forEach(future -> assertThat(future.join()).isTrue());
      assertThat(keys(engine)).hasSize(20).doesNotContain("soon");
    }
  }

  /** Deadlines and turns that meet: whatever a write says came of it is true of the store. */
  @Test
  void aWriteIsEitherAppliedOrTimedOutAndSaysWhich() {
    try (Engine engine = Stores.open(directory)) {
      List<CompletableFuture<Boolean>> futures = new ArrayList<>();
      for (int i = 0; i < 3000; i++) {
        String key = "key" + i;
        Duration timeout = Duration.ofNanos(1 + (i % 50) * 20_000L);
        futures.add(engine.writeAsync(batch -> batch.put(bytes(key), bytes("1")), timeout));
      }
      engine.flush();
      int applied = 0;
      for (int i = 0; i < futures.size(); i++) {
        boolean said =
            futures.get(i).handle((done, thrown) -> thrown == null).orTimeout(30, SECONDS).join();
        assertThat(get(engine, "key" + i) != null).as("write %d", i).isEqualTo(said);
        applied += said ? 1 : 0;
      }
      EngineStatistics statistics = engine.statistics();
      assertThat(statistics.timedOutWrites()).isEqualTo(futures.size() - applied);
    }
  }
}
