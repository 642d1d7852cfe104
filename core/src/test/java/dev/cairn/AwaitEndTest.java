package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cairn.table.Keys;
import dev.cairn.table.Query;
import dev.cairn.table.Table;
import dev.cairn.testing.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests the ends of waits that find nothing: time, interrupts, closing, cancelling, and refusals.
 */
@Timeout(120)
class AwaitEndTest {
  record Note(String text) {}

  private static final Table<String, Note> NOTES =
      Table.named("notes").keyedBy(Keys.string()).holding(Note.class);

  private static final Duration LONG = Await.PATIENCE;

  @TempDir Path directory;
  private Cairn cairn;
  private Memory memory;

  private void open(boolean cached) {
    CairnOptions options = CairnOptions.defaults().withDurability(Durability.RELAXED);
    cairn = Cairn.open(directory, cached ? options : options.withCache(CachePolicy.off()));
    memory = cairn.memory();
    memory.put(NOTES, "first", new Note("there"));
  }

  @AfterEach
  void close() {
    if (cairn != null) {
      cairn.close();
    }
  }

  /** A fact that says what it is. */
  private record IsThere(String key) implements Function<Memory, Optional<Note>> {
    @Override
    public Optional<Note> apply(Memory memory) {
      return memory.get(NOTES, key);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoWaitsTooLongIsToldWhatFor(boolean cached) {
    open(cached);
    assertThatExceptionOfType(AwaitTimeoutException.class)
        .isThrownBy(() -> memory.await(new IsThere("nobody"), Duration.ofMillis(30)))
        .withMessageContaining("waited 0.03s for IsThere[key=nobody]");
    assertThatExceptionOfType(AwaitTimeoutException.class)
        .isThrownBy(() -> memory.await(new IsThere("nobody"), Duration.ZERO));
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(() -> memory.awaitAsync(new IsThere("no"), Duration.ofMillis(30)).join())
        .withCauseInstanceOf(AwaitTimeoutException.class);
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(() -> memory.awaitAsync(new IsThere("no"), Duration.ZERO).join())
        .withCauseInstanceOf(AwaitTimeoutException.class);
  }

  @Test
  void aFactThatTakesLongerThanTheTimeoutIsAwaitedNoLonger() {
    open(true);
    CountDownLatch late = new CountDownLatch(1);
    Function<Memory, Optional<Note>> slow =
        m -> {
          awaitUninterruptibly(late);
          return m.get(NOTES, "never");
        };
    Duration timeout = Duration.ofMillis(20);
    long begun = System.nanoTime();
    CompletableFuture<Note> wait = memory.awaitAsync(slow, timeout);
    Await.until("the timeout has passed", () -> System.nanoTime() - begun > 2 * timeout.toNanos());
    late.countDown();

    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(wait::join)
        .withCauseInstanceOf(AwaitTimeoutException.class);
  }

  /** Each look is outdated before it ends, so that the waiter never sleeps. */
  @Test
  void whatChangesAllTheTimeEndsAtTheTimeoutToo() {
    open(true);
    Function<Memory, Optional<Note>> hot =
        m -> {
          Note old = m.get(NOTES, "first").orElseThrow();
          boolean unused =
              CompletableFuture.supplyAsync(
                      () -> memory.put(NOTES, "first", new Note(old.text() + "!")))
                  .join();
          return Optional.empty();
        };

    assertThatExceptionOfType(AwaitTimeoutException.class)
        .isThrownBy(() -> memory.await(hot, Duration.ofMillis(50)));
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(() -> memory.awaitAsync(hot, Duration.ofMillis(50)).join())
        .withCauseInstanceOf(AwaitTimeoutException.class);
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> memory.await(hot, LONG));
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anInterruptEndsTheWaitOfAThread() throws Exception {
    open(true);
    Counted<Note> never = new Counted<>(m -> m.get(NOTES, "never"));
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                memory.await(never, ChronoUnit.FOREVER.getDuration());
              } catch (InterruptedException e) {
                interrupted.complete(Thread.currentThread().isInterrupted());
              }
            });
    thread.start();
    never.awaitRuns(1);
    thread.interrupt();
    assertThat(interrupted.join()).isFalse();
    thread.join();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void closingTheStoreEndsAllWaits(boolean cached) {
    open(cached);
    Counted<Note> never = new Counted<>(m -> m.get(NOTES, "never"));
    CompletableFuture<Note> wait = memory.awaitAsync(never, LONG);
    CompletableFuture<Note> ofThread =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return memory.await(never, LONG);
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    never.awaitRuns(2);

    cairn.close();

    for (CompletableFuture<Note> each : List.of(wait, ofThread)) {
      assertThatExceptionOfType(CompletionException.class)
          .isThrownBy(each::join)
          .withCauseInstanceOf(StoreClosedException.class);
    }
    assertThatExceptionOfType(StoreClosedException.class)
        .isThrownBy(() -> memory.await(never, LONG));
    assertThatExceptionOfType(StoreClosedException.class)
        .isThrownBy(() -> memory.awaitAsync(never, LONG));
  }

  @Test
  void closingOneOpeningLeavesTheWaitsOfAnother() {
    open(true);
    try (Cairn second =
        Cairn.open(directory, CairnOptions.defaults().withDurability(Durability.RELAXED))) {
      Counted<Note> first = new Counted<>(m -> m.get(NOTES, "n"));
      Counted<Note> other = new Counted<>(m -> m.get(NOTES, "n"));
      CompletableFuture<Note> closed = memory.awaitAsync(first, LONG);
      CompletableFuture<Note> wait = second.memory().awaitAsync(other, LONG);
      first.awaitRuns(1);
      other.awaitRuns(1);
      cairn.close();
      assertThatExceptionOfType(CompletionException.class)
          .isThrownBy(closed::join)
          .withCauseInstanceOf(StoreClosedException.class);
      second.memory().put(NOTES, "n", new Note("here"));
      assertThat(wait.join()).isEqualTo(new Note("here"));
    }
  }

  @Test
  void aCancelledWaitLooksNoMore() {
    open(true);
    Counted<Note> later = new Counted<>(m -> m.get(NOTES, "later"));
    CompletableFuture<Note> wait = memory.awaitAsync(later, LONG);
    later.awaitRuns(1);
    assertThat(wait.cancel(false)).isTrue();
    Counted<Note> other = new Counted<>(m -> m.get(NOTES, "later"));
    CompletableFuture<Note> going = memory.awaitAsync(other, LONG);
    other.awaitRuns(1);
    memory.put(NOTES, "later", new Note("too late"));
    assertThat(going.join()).isEqualTo(new Note("too late")); // all are told at once
    later.awaitRuns(1);
  }

  @Test
  void whatTheFunctionThrowsEndsTheWait() {
    open(true);
    Function<Memory, Optional<Note>> broken =
        m -> {
          throw new IllegalArgumentException("broken");
        };
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> memory.await(broken, LONG))
        .withMessage("broken");
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(() -> memory.awaitAsync(broken, LONG).join())
        .withMessageContaining("broken");
  }

  private enum Nothing implements Query<Memory, String> {
    AT_ALL;

    @Override
    public String answer(Memory memory) {
      return "";
    }
  }

  @Test
  void aTransactionCannotWait() {
    open(true);
    Function<Memory, Optional<Note>> fact = m -> m.get(NOTES, "first");
    List<Function<Memory, Object>> waits =
        List.of(
            m -> awaited(m, fact),
            m -> awaited(memory, fact),
            m -> m.awaitAsync(fact, LONG).join(),
            m -> memory.awaitAsync(fact, LONG).join(),
            m -> memory.observe(Nothing.AT_ALL, answer -> {}));
    for (Function<Memory, Object> wait : waits) {
      assertThatIllegalStateException()
          .isThrownBy(() -> memory.read(wait))
          .withMessageContaining("a transaction cannot wait");
      assertThatIllegalStateException()
          .isThrownBy(() -> memory.writeAndGet(wait))
          .withMessageContaining("a transaction cannot wait");
    }
  }

  private static Object awaited(Memory memory, Function<Memory, Optional<Note>> fact) {
    try {
      return memory.await(fact, LONG);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void withoutWaitersThereIsNoThread() {
    open(true);
    memory.put(NOTES, "n", new Note("n"));
    String name = "cairn-commits " + directory;
    assertThat(Thread.getAllStackTraces().keySet()).noneMatch(t -> t.getName().equals(name));
    CompletableFuture<Note> wait = memory.awaitAsync(m -> m.get(NOTES, "never"), LONG);
    assertThat(Thread.getAllStackTraces().keySet()).anyMatch(t -> t.getName().equals(name));
    wait.cancel(false);
    cairn.close();
    Await.until(
        "the thread has ended",
        () ->
            Thread.getAllStackTraces().keySet().stream().noneMatch(t -> t.getName().equals(name)));
  }
}
