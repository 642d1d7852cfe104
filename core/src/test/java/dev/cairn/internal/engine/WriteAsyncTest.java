package dev.cairn.internal.engine;

import static dev.cairn.internal.engine.Stores.LONG;
import static dev.cairn.internal.engine.Stores.bytes;
import static dev.cairn.internal.engine.Stores.get;
import static dev.cairn.internal.engine.Stores.keys;
import static dev.cairn.internal.engine.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.WriteTimeoutException;
import dev.cairn.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/**
 * Tests that the future of an asynchronous write completes with the true outcome, and that slow
 * callbacks delay no write.
 */
class WriteAsyncTest extends OpenEngine {
  @Test
  void aFutureCompletesWithTheResultOrTheException() {
    CompletableFuture<String> good = engine.writeAsync(batch -> "result", LONG);
    CompletableFuture<String> bad =
        engine.writeAsync(
            batch -> {
              throw new IllegalStateException("mine");
            },
            LONG);
    assertThat(good.join()).isEqualTo("result");
    assertThatThrownBy(bad::join)
        .isInstanceOf(CompletionException.class)
        .hasCause(new IllegalStateException("mine"));
  }

  @Test
  void whatAFutureAnnouncedIsStored() {
    for (int i = 0; i < 100; i++) {
      String value = "" + i;
      String seen =
          engine
              .writeAsync(batch -> batch.put(bytes("key"), bytes(value)), LONG)
              .thenApply(done -> get(engine, "key"))
              .join();
      assertThat(seen).isEqualTo(value);
    }
  }

  @Test
  void theDependentsOfAFutureMayWrite() {
    CompletableFuture<Boolean> chain = CompletableFuture.completedFuture(true);
    for (int i = 0; i < 20; i++) {
      String key = "chain" + i;
      chain =
          chain
              .thenCompose(
                  done -> engine.writeAsync(batch -> batch.put(bytes(key), bytes("async")), LONG))
              .thenApply(done -> put(engine, key, "sync"));
    }
    assertThat(chain.join()).isTrue();
    assertThat(keys(engine)).hasSize(20);
    assertThat(get(engine, "chain19")).isEqualTo("sync");
  }

  @Test
  void aDependentThatTakesItsTimeHoldsUpNoWrite() {
    CountDownLatch release = new CountDownLatch(1);
    CompletableFuture<Void> slow;
    try (Together together = new Together(engine)) { // so that it is not done too soon
      slow = together.queue(batch -> "done").thenAccept(done -> Together.wait(release));
    }
    for (int i = 0; i < 10; i++) {
      put(engine, "a", "" + i);
      assertThat(engine.writeAsync(batch -> get(batch, "a"), LONG).join()).isEqualTo("" + i);
    }
    assertThat(slow).isNotDone();
    release.countDown();
    slow.join();
  }

  @Test
  void dependentsThatTakeTheirTimeHoldUpNoOtherFuture() {
    CountDownLatch release = new CountDownLatch(1);
    List<CompletableFuture<Void>> slow = new ArrayList<>();
    try (Together together = new Together(engine)) {
      for (int i = 0; i < 20; i++) {
        slow.add(together.queue(batch -> "done").thenAccept(done -> Together.wait(release)));
      }
    }
    CompletableFuture<Boolean> other =
        engine.writeAsync(batch -> batch.put(bytes("a"), bytes("1")), LONG);
    assertThat(other).succeedsWithin(LONG);
    assertThat(slow).noneMatch(CompletableFuture::isDone);
    release.countDown();
    slow.forEach(CompletableFuture::join);
  }

  @Test
  void aFlushMayTimeOut() {
    try (Together busy = new Together(engine)) {
      CompletableFuture<Boolean> behind = busy.queue(batch -> batch.put(bytes("a"), bytes("1")));
      assertThatExceptionOfType(WriteTimeoutException.class)
          .isThrownBy(() -> engine.flush(Duration.ofMillis(5)))
          .withMessageContaining("not every write that was queued before the flush has ended");
      assertThat(behind).isNotDone();
    }
    engine.flush(LONG);
    assertThat(get(engine, "a")).isEqualTo("1");
    assertThatIllegalArgumentException().isThrownBy(() -> engine.flush(Duration.ZERO));
  }

  @Test
  void aFutureThatIsCancelledBeforeItsTurnIsNotApplied() {
    List<CompletableFuture<Boolean>> futures = new ArrayList<>();
    try (Together together = new Together(engine)) {
      for (int i = 0; i < 10; i++) {
        String key = "key" + i;
        futures.add(together.queue(batch -> batch.put(bytes(key), bytes("1"))));
      }
      for (int i = 0; i < 10; i += 2) {
        assertThat(futures.get(i).cancel(false)).isTrue();
      }
    }
    assertThat(keys(engine)).containsExactly("key1", "key3", "key5", "key7", "key9");
    assertThat(futures.get(0)).isCancelled();
    assertThat(futures.get(1).join()).isTrue();
  }

  /** Cancels at every moment there is: the future's end and the store's must agree. */
  @Test
  void aCancelledWriteIsAppliedWhollyOrNotAtAll() {
    for (int i = 0; i < 300; i++) {
      String key = "key" + i;
      CountDownLatch running = new CountDownLatch(1);
      CompletableFuture<Boolean> future =
          engine.writeAsync(
              batch -> {
                running.countDown();
                return batch.put(bytes(key), bytes("1"));
              },
              LONG);
      for (int spin = 0; spin < i * 20; spin++) {
        Thread.onSpinWait();
      }
      boolean hadBegun = running.getCount() == 0;
      boolean cancelled = future.cancel(false);
      engine.flush();
      boolean applied = get(engine, key) != null;
      if (hadBegun || !cancelled) {
        assertThat(applied).as("write %d, begun or done before it was cancelled", i).isTrue();
      }
      assertThat(applied).as("write %d", i).isEqualTo(running.getCount() == 0);
    }
  }

  @Test
  void flushWaitsForEverythingQueuedBefore() {
    List<CompletableFuture<Boolean>> futures = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      String key = "key" + i;
      futures.add(engine.writeAsync(batch -> batch.put(bytes(key), bytes("1")), LONG));
    }
    engine.flush();
    assertThat(keys(engine)).hasSize(300);
    futures.forEach(CompletableFuture::join);
  }

  @Test
  void anInterruptedThreadWritesAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    boolean written = put(engine, "a", "1");
    String read = get(engine, "a");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(written).isTrue();
    assertThat(read).isEqualTo("1");
  }

  @Test
  void aFunctionThatInterruptsTheWriterHarmsNobody() {
    Thread writer =
        engine
            .writeAsync(
                batch -> {
                  Thread.currentThread().interrupt();
                  return Thread.currentThread();
                },
                LONG)
            .join();
    boolean reached =
        engine.writeAsync(batch -> Thread.currentThread().isInterrupted(), LONG).join();
    assertThat(reached).as("the next function is interrupted").isFalse();

    writer.interrupt(); // as a function may that keeps the thread
    // While an interrupt is pending, no thread parks: the writer would go round in its loop.
    Await.until(
        "the writer sleeps again",
        () -> !writer.isInterrupted() && writer.getState() == Thread.State.WAITING);
  }
}
