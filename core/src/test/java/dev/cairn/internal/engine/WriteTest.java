package dev.cairn.internal.engine;

import static dev.cairn.internal.engine.Stores.LONG;
import static dev.cairn.internal.engine.Stores.add;
import static dev.cairn.internal.engine.Stores.bytes;
import static dev.cairn.internal.engine.Stores.get;
import static dev.cairn.internal.engine.Stores.keys;
import static dev.cairn.internal.engine.Stores.number;
import static dev.cairn.internal.engine.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Tests that writes run in order, see earlier changes, and leave no trace if they throw. */
class WriteTest extends OpenEngine {
  @Test
  void aWriteReturnsWhatItsFunctionReturns() {
    assertThat(engine.<String>write(batch -> "result", LONG)).isEqualTo("result");
    assertThat(engine.<String>write(batch -> null, LONG)).isNull();
  }

  @Test
  void aWriteSeesItsOwnChangesAndThoseOfTheWritesBeforeIt() {
    put(engine, "a", "1");
    engine.write(
        batch -> {
          assertThat(get(batch, "a")).isEqualTo("1");
          batch.put(bytes("a"), bytes("2"));
          batch.put(bytes("b"), bytes("3"));
          assertThat(get(batch, "a")).isEqualTo("2");
          assertThat(batch.delete(bytes("a"))).isTrue();
          assertThat(batch.delete(bytes("a"))).isFalse();
          assertThat(get(batch, "a")).isNull();
          return null;
        },
        LONG);
    assertThat(keys(engine)).containsExactly("b");
  }

  @Test
  void writesRunInTheOrderInWhichTheyWereQueued() {
    try (Together together = new Together(engine)) {
      for (int i = 0; i < 500; i++) {
        String number = i + ",";
        together.run(
            batch -> {
              String before = get(batch, "log");
              return batch.put(bytes("log"), bytes((before == null ? "" : before) + number));
            });
      }
    }
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      expected.append(i).append(',');
    }
    assertThat(get(engine, "log")).isEqualTo(expected.toString());
  }

  @Test
  void writesThatWaitTogetherAreCommittedTogether() {
    long version = engine.version();
    try (Together together = new Together(engine)) {
      for (int i = 0; i < 200; i++) {
        together.run(
            batch -> {
              add(batch, "count", 1);
              return null;
            });
      }
    }
    assertThat(number(engine, "count")).isEqualTo(200);
    assertThat(engine.version() - version).as("commits").isBetween(1L, 20L);
    assertThat(engine.statistics().largestBatch()).isGreaterThan(10);
  }

  @Test
  void aWriteThatThrowsLeavesNoTraceAndItsCallerGetsTheSameException() {
    put(engine, "a", "1");
    long version = engine.version();
    RuntimeException before = new IllegalStateException("before");
    RuntimeException after = new IllegalStateException("after");
    RuntimeException joined = new CompletionException("a class that futures use", after);
    RuntimeException cancelled = new CancellationException("another one");
    Error error = new AssertionError("an error");
    for (Throwable thrown : new Throwable[] {before, after, joined, cancelled, error}) {
      assertThatThrownBy(
              () ->
                  engine.write(
                      batch -> {
                        if (thrown != before) {
                          batch.put(bytes("a"), bytes("2"));
                          batch.put(bytes("b"), bytes("3"));
                        }
                        return sneak(thrown);
                      },
                      LONG))
          .isSameAs(thrown);
    }
    assertThat(engine.version()).isEqualTo(version);
    assertThat(get(engine, "a")).isEqualTo("1");
    assertThat(keys(engine)).containsExactly("a");
    assertThat(engine.statistics().failedWrites()).isEqualTo(5);
  }

  private static String sneak(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) thrown;
  }

  @Test
  void aWriteThatThrowsDoesNotDisturbItsNeighbours() {
    List<CompletableFuture<Integer>> futures = new ArrayList<>();
    try (Together together = new Together(engine)) {
      for (int i = 0; i < 100; i++) {
        int number = i;
        futures.add(
            together.queue(
                batch -> {
                  if (number % 10 == 3) {
                    throw new IllegalStateException("before a change");
                  }
                  add(batch, "sum", number);
                  batch.put(bytes("row" + number), bytes("" + number));
                  if (number % 10 == 7) {
                    throw new IllegalStateException("after a change");
                  }
                  return number;
                }));
      }
    }
    long sum = 0;
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      if (i % 10 != 3 && i % 10 != 7) {
        sum += i;
        rows.add("row" + i);
        assertThat(futures.get(i).join()).isEqualTo(i);
      } else {
        assertThatThrownBy(futures.get(i)::join)
            .hasMessageEndingWith(i % 10 == 3 ? "before a change" : "after a change");
      }
    }
    Collections.sort(rows);
    rows.add("sum");
    assertThat(number(engine, "sum")).isEqualTo(sum);
    assertThat(keys(engine)).isEqualTo(rows);
  }

  @Test
  void aWriteThatTakesLongIsAcknowledgedBeforeTheNextOneBegins() {
    CompletableFuture<String> next;
    try (Together together = new Together(engine)) {
      CompletableFuture<String> slow =
          together.queue(
              batch -> {
                long begin = System.nanoTime();
                Await.until("25 ms are over", () -> System.nanoTime() - begin > 25_000_000);
                add(batch, "slow", 1);
                return "slow";
              });
      next =
          together.queue(
              batch -> {
                Await.until("the slow one is acknowledged", slow::isDone);
                return "next";
              });
    }
    assertThat(next.join()).isEqualTo("next");
  }

  @Test
  void aPoolOfOneThreadGoesOnWhileThatThreadWrites() throws Exception {
    ForkJoinPool pool = new ForkJoinPool(1);
    try {
      Future<String> written =
          pool.submit(
              () -> {
                Future<?> other = pool.submit(() -> {});
                return engine.write(
                    batch -> {
                      Await.until("the pool has done something else", other::isDone);
                      return "after it";
                    },
                    LONG);
              });

      assertThat(written.get()).isEqualTo("after it");
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void aWriteCannotBeginInsideAnother() {
    engine.write(
        batch -> {
          assertThatIllegalStateException().isThrownBy(() -> put(engine, "a", "1"));
          assertThatIllegalStateException()
              .isThrownBy(() -> engine.writeAsync(inner -> null, LONG))
              .withMessageContaining("cannot begin inside another");
          assertThatIllegalStateException().isThrownBy(engine::flush);
          assertThatIllegalStateException().isThrownBy(engine::close);
          return batch.put(bytes("b"), bytes("2"));
        },
        LONG);
    assertThat(keys(engine)).containsExactly("b");
  }

  @Test
  void aBatchIsConfinedToItsFunctionAndItsThread() throws InterruptedException {
    AtomicReference<Batch> leaked = new AtomicReference<>();
    AtomicReference<Throwable> elsewhere = new AtomicReference<>();
    engine.write(
        batch -> {
          leaked.set(batch);
          Thread other = new Thread(() -> batch.put(bytes("a"), bytes("1")));
          other.setUncaughtExceptionHandler((thread, thrown) -> elsewhere.set(thrown));
          other.start();
          try {
            other.join();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return batch.put(bytes("b"), bytes("2"));
        },
        LONG);
    assertThat(elsewhere.get()).isInstanceOf(IllegalStateException.class);
    assertThatIllegalStateException().isThrownBy(() -> leaked.get().put(bytes("c"), bytes("3")));
    assertThatIllegalStateException().isThrownBy(() -> leaked.get().get(bytes("b")));
    assertThat(keys(engine)).containsExactly("b");
  }

  @Test
  void aBadArgumentIsRefusedBeforeAnythingIsQueued() {
    assertThatIllegalArgumentException().isThrownBy(() -> engine.write(null, LONG));
    for (Duration bad : new Duration[] {null, Duration.ZERO, Duration.ofSeconds(-1)}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> engine.write(batch -> batch.put(bytes("a"), bytes("1")), bad))
          .withMessageContaining("timeout");
    }
    engine.flush();
    assertThat(keys(engine)).isEmpty();
  }

  @Test
  void aTimeoutMayBeLongerThanNanosecondsCanCount() {
    Duration forever = Duration.ofSeconds(Long.MAX_VALUE);
    engine.write(batch -> batch.put(bytes("a"), bytes("1")), forever);
    assertThat(get(engine, "a")).isEqualTo("1");
  }
}
