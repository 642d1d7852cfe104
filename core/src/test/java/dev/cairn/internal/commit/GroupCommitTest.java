package dev.cairn.internal.commit;

import static dev.cairn.internal.engine.Stores.LONG;
import static dev.cairn.internal.engine.Stores.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cairn.StorageException;
import dev.cairn.StoreClosedException;
import dev.cairn.WriteTimeoutException;
import dev.cairn.internal.commit.HeapStorage.Step;
import dev.cairn.internal.engine.Write;
import dev.cairn.testing.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests that waiting writes are committed together and that failures reach the right callers, on a
 * store in memory that can fail.
 */
class GroupCommitTest {
  private static final long SOON = TimeUnit.MILLISECONDS.toNanos(1);

  /** The exception that the storage throws at a step, until it is taken away. */
  private final AtomicReference<Throwable> fault = new AtomicReference<>();

  private Step faulty = Step.BEGIN;
  private final AtomicReference<Throwable> stopped = new AtomicReference<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private final HeapStorage storage = new HeapStorage(this::step);
  private final WriteMetrics metrics = new WriteMetrics();
  private final GroupCommit writer =
      new GroupCommit("heap", storage, metrics, time -> {}, () -> {}, stopped::set);

  /** Calls {@link GroupCommit#expire} all the time. */
  private final Thread looker =
      new Thread(
          () -> {
            while (end.getCount() > 0) {
              writer.expire(System.nanoTime(), System.nanoTime() + SOON);
              Thread.onSpinWait();
            }
          });

  private void step(Step step) {
    Throwable thrown = step == faulty ? fault.get() : null;
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      fault.set(null);
      throw exception;
    }
  }

  private void start() {
    writer.start();
    looker.start();
  }

  @AfterEach
  void close() throws InterruptedException {
    writer.close();
    assertThat(writer.join(LONG.toMillis())).isTrue();
    writer.giveUp();
    end.countDown();
    looker.join();
    writer.shutdown();
  }

  private <R> CompletableFuture<R> write(Write<R> write) {
    return writer.writeAsync(write, LONG.toNanos());
  }

  private CompletableFuture<Boolean> put(String key) {
    return write(batch -> batch.put(bytes(key), bytes("1")));
  }

  private static Throwable failure(CompletableFuture<?> future) {
    Throwable thrown = catchThrowable(() -> future.get(30, TimeUnit.SECONDS));
    assertThat(thrown).isNotNull();
    return thrown.getCause();
  }

  @Test
  void writesThatWaitTogetherRunInTheirOrderAndAreCommittedTogether() {
    StringBuilder order = new StringBuilder();
    List<CompletableFuture<StringBuilder>> writes = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String number = i + " ";
      writes.add(
          write(
              batch -> {
                batch.put(bytes(number), bytes("1"));
                return order.append(number);
              }));
    }
    start();
    writes.forEach(future -> assertThat(future).succeedsWithin(LONG));
    assertThat(order.toString()).startsWith("0 1 2 3 ").endsWith(" 48 49 ");
    assertThat(storage.version()).as("commits").isBetween(1L, 5L); // a slow batch ends early
    assertThat(metrics.largestBatch()).isGreaterThanOrEqualTo(10);
  }

  @Test
  void aWriteThatChangesNothingIsNotCommitted() {
    start();
    assertThat(write(batch -> "read")).succeedsWithin(LONG).isEqualTo("read");
    assertThat(storage.version()).isZero();
  }

  @Test
  void anErrorOfAFunctionConcernsItsCallerAlone() {
    Error full = new OutOfMemoryError("in the function");
    CompletableFuture<Boolean> before = put("before");
    CompletableFuture<Boolean> failing =
        write(
            batch -> {
              batch.put(bytes("failing"), bytes("1"));
              throw full;
            });
    CompletableFuture<Boolean> behind = put("behind");
    start();
    assertThat(failure(failing)).isSameAs(full);
    assertThat(before).succeedsWithin(LONG);
    assertThat(behind).succeedsWithin(LONG);
    assertThat(storage.has(bytes("failing"))).isFalse();
    assertThat(storage.has(bytes("before"))).isTrue();
    assertThat(stopped).hasNullValue();
  }

  @Test
  void anAttemptThatTheStorageRefusesFailsTheWritesThatWaitAndNoOthers() {
    fault.set(new StorageException("no room"));
    CompletableFuture<Boolean> refused = put("refused");
    start();
    assertThat(failure(refused)).isInstanceOf(StorageException.class).hasMessage("no room");
    assertThat(put("later")).succeedsWithin(LONG);
  }

  @Test
  void aCommitThatTheStorageRefusesIsTriedAgainWithEachWriteAlone() {
    faulty = Step.COMMIT;
    fault.set(new StorageException("too large"));
    CompletableFuture<Boolean> one = put("one");
    CompletableFuture<Boolean> other = put("other");
    start();
    assertThat(one).succeedsWithin(LONG);
    assertThat(other).succeedsWithin(LONG);
    assertThat(storage.version()).isEqualTo(2);
  }

  @Test
  void aWriteWhoseTurnDoesNotComeInTimeIsToldWhoHoldsTheStorage() {
    CompletableFuture<Boolean> late =
        writer.writeAsync(batch -> batch.put(bytes("late"), bytes("1")), SOON);
    looker.start(); // and the writer only when it is over
    assertThat(failure(late))
        .isInstanceOf(WriteTimeoutException.class)
        .hasMessageContaining("was not applied; the heap is held by another");
    writer.start();
    assertThat(put("key")).succeedsWithin(LONG);
    assertThat(storage.has(bytes("late"))).isFalse();
  }

  @Test
  void aWriteCannotBeginInsideAnother() {
    start();
    CompletableFuture<String> outer =
        write(
            batch -> {
              assertThatIllegalStateException().isThrownBy(() -> put("inner"));
              return "refused";
            });
    assertThat(outer).succeedsWithin(LONG);
  }

  /** Each caller has an answer that is true, the thread ends, and no write is accepted any more. */
  @ParameterizedTest
  @EnumSource
  void anErrorOutsideOfAFunctionStopsTheWriter(Step step) throws Exception {
    Error full = new OutOfMemoryError("in the writer");
    faulty = step;
    fault.set(full);
    List<CompletableFuture<Boolean>> writes = List.of(put("one"), put("other"));
    if (step == Step.ABORT) {
      CompletableFuture<Boolean> spoils =
          write(
              batch -> {
                batch.put(bytes("spoilt"), bytes("1"));
                throw new IllegalStateException("its own");
              });
      start();
      assertThat(failure(spoils)).hasMessage("its own");
    } else {
      start();
    }
    FutureTask<Boolean> blocked =
        new FutureTask<>(
            () -> writer.write(batch -> batch.put(bytes("blocked"), bytes("1")), LONG.toNanos()));
    new Thread(blocked).start();

    String outcome =
        step == Step.COMMITTED ? "may have been applied or not" : "the write was not applied";
    for (CompletableFuture<Boolean> write : writes) {
      assertThat(failure(write))
          .isInstanceOf(StoreClosedException.class)
          .hasCause(full)
          .hasMessageContaining(outcome)
          .hasMessageContaining("Close and open it again");
    }
    assertThatThrownBy(() -> blocked.get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(StoreClosedException.class);
    assertThat(failure(put("late")))
        .isInstanceOf(StoreClosedException.class)
        .hasMessageContaining("the write was not applied");
    assertThat(writer.join(LONG.toMillis())).isTrue();
    assertThat(stopped).hasValue(full);
    assertThat(storage.version()).isEqualTo(step == Step.COMMITTED ? 1 : 0);
    boolean begun = step == Step.RUN || step == Step.COMMIT || step == Step.COMMITTED;
    assertThat(storage.aborts()).isEqualTo(begun ? 1 : 0);
  }

  @Test
  void anErrorOfAListenerStopsTheWriterAndTheWritesAreCommitted() {
    Error full = new OutOfMemoryError("in a listener");
    writer.addListener(
        (batch, version) -> {
          throw full;
        });
    CompletableFuture<Boolean> write = put("key");
    start();
    assertThat(write).succeedsWithin(LONG).isEqualTo(true);
    Await.until("it has stopped", () -> stopped.get() == full);
    assertThat(failure(put("late"))).isInstanceOf(StoreClosedException.class).hasCause(full);
  }

  @Test
  void anErrorWhereAWriteIsPutBackIsToldToIt() {
    Error full = new OutOfMemoryError("in the deadline's clock");
    List<GroupCommit> made = new ArrayList<>();
    CountDownLatch armed = new CountDownLatch(1);
    GroupCommit other =
        new GroupCommit(
            "expecting",
            new HeapStorage(step -> {}),
            new WriteMetrics(),
            time -> {
              if (armed.getCount() == 0 && made.get(0).inWrite() && stopped.get() == null) {
                throw full;
              }
            },
            () -> {},
            stopped::set);
    made.add(other);
    CompletableFuture<String> first = other.writeAsync(batch -> "done", LONG.toNanos());
    CompletableFuture<String> spoils =
        other.writeAsync(
            batch -> {
              batch.put(bytes("key"), bytes("1"));
              throw new IllegalStateException("its own");
            },
            LONG.toNanos());
    armed.countDown();
    other.start();
    Await.until("it has stopped", () -> stopped.get() == full);
    assertThat(other.join(LONG.toMillis())).isTrue();
    other.giveUp();
    assertThat(failure(first)).isInstanceOf(StoreClosedException.class).hasCause(full);
    assertThat(failure(spoils)).hasMessage("its own");
    other.shutdown();
  }
}
