package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.table.Keys;
import dev.cairn.table.Query;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.testing.Await;
import dev.cairn.testing.NewStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Tests that an observation tells each new answer of a query once and in order, and nothing after
 * its end.
 */
@Timeout(120)
class ObserveTest extends NewStore {
  record Count(long n) {}

  private static final Table<String, Count> COUNTS =
      Table.named("counts").keyedBy(Keys.string()).holding(Count.class);

  /** The number in a row, or -1. */
  record NumberOf(String key) implements Query<Memory, Long> {
    @Override
    public Long answer(Memory memory) {
      return memory.get(COUNTS, key).map(Count::n).orElse(-1L);
    }
  }

  private final LinkedBlockingQueue<Long> told = new LinkedBlockingQueue<>();

  private void put(String key, long n) {
    cairn.memory().put(COUNTS, key, new Count(n));
  }

  private long next() throws InterruptedException {
    Long answer = told.poll(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(answer).as("an answer in time").isNotNull();
    return answer;
  }

  private static void assertGoesOn(Query.Observation observation) {
    assertThat(observation.end().toCompletableFuture()).isNotDone();
  }

  @Test
  void beginsWithTheAnswerOfNowAndTellsEachNewOne() throws Exception {
    put("a", 1);
    try (Query.Observation observation = cairn.memory().observe(new NumberOf("a"), told::add)) {
      assertThat(next()).isEqualTo(1);
      put("a", 2);
      assertThat(next()).isEqualTo(2);
      put("b", 7); // of no concern
      put("a", 2); // no change
      cairn.memory().remove(COUNTS, "a");
      assertThat(next()).isEqualTo(-1);
      assertGoesOn(observation);
    }
    put("a", 9);
    assertThat(told).isEmpty();
  }

  /** Whether there are rows; many changes leave the answer as it is. */
  private enum HasRows implements Query<Memory, Boolean> {
    ANY;

    @Override
    public Boolean answer(Memory memory) {
      RUNS.incrementAndGet();
      return memory.count(COUNTS, Scan.all()) > 0;
    }
  }

  private static final AtomicInteger RUNS = new AtomicInteger();

  @Test
  void anEqualAnswerIsNotToldAgain() {
    List<Boolean> answers = new CopyOnWriteArrayList<>();
    try (Query.Observation observation = cairn.memory().observe(HasRows.ANY, answers::add)) {
      Await.until("the first answer", () -> answers.size() == 1);
      for (int i = 0; i < 5; i++) {
        int before = RUNS.get();
        put("row" + i, i);
        Await.until("it is computed again", () -> RUNS.get() > before);
      }
      for (int i = 0; i < 5; i++) {
        cairn.memory().remove(COUNTS, "row" + i);
      }
      Await.until("it is empty", () -> answers.size() == 3);
      assertGoesOn(observation);
    }
    assertThat(answers).containsExactly(false, true, false);
  }

  @Test
  void answersRiseThoughManyWriteAndTheLastOneIsTold() throws Exception {
    int threads = 4;
    int each = 100;
    List<Long> answers = new CopyOnWriteArrayList<>();
    AtomicInteger inside = new AtomicInteger();
    try (Query.Observation observation =
        cairn
            .memory()
            .observe(
                new NumberOf("n"),
                n -> {
                  assertThat(inside.incrementAndGet()).as("one call at a time").isEqualTo(1);
                  answers.add(n);
                  inside.decrementAndGet();
                })) {
      List<CompletableFuture<Void>> writers = new CopyOnWriteArrayList<>();
      for (int i = 0; i < threads; i++) {
        writers.add(CompletableFuture.runAsync(() -> countUp(each)));
      }
      writers.forEach(CompletableFuture::join);
      Await.until("the last answer", () -> answers.contains((long) threads * each));
      assertGoesOn(observation);
    }
    assertThat(answers).isSorted().doesNotHaveDuplicates();
    assertThat(answers.get(answers.size() - 1)).isEqualTo(threads * each);
  }

  private void countUp(int times) {
    for (int i = 0; i < times; i++) {
      cairn.memory().update(COUNTS, "n", old -> new Count(1 + old.map(Count::n).orElse(0L)));
    }
  }

  @Test
  void whileTheListenerRunsChangesAreOneAnswer() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    put("a", 0);
    try (Query.Observation observation =
        cairn
            .memory()
            .observe(
                new NumberOf("a"),
                n -> {
                  told.add(n);
                  if (n == 0) {
                    await(goOn);
                  }
                })) {
      assertThat(next()).isZero();
      for (int i = 1; i <= 20; i++) {
        put("a", i);
      }
      goOn.countDown();
      assertThat(next()).isEqualTo(20);
      assertGoesOn(observation);
    }
    assertThat(told).isEmpty();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theListenerMayCloseItsObservation() throws Exception {
    AtomicReference<Query.Observation> own = new AtomicReference<>();
    put("a", 1);
    Query.Observation observation =
        cairn
            .memory()
            .observe(
                new NumberOf("a"),
                n -> {
                  told.add(n);
                  if (n == 2) {
                    own.get().close();
                  }
                });
    own.set(observation);
    assertThat(next()).isEqualTo(1);
    put("a", 2);
    assertThat(next()).isEqualTo(2);
    observation.end().toCompletableFuture().join();
    put("a", 3);
    observation.close();
    assertThat(told).isEmpty();
  }

  @Test
  void closingWaitsForTheCallThatIsUnderWay() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Query.Observation observation =
        cairn
            .memory()
            .observe(
                new NumberOf("a"),
                n -> {
                  inside.countDown();
                  await(goOn);
                  told.add(n);
                });
    await(inside);
    CompletableFuture<Void> closing = CompletableFuture.runAsync(observation::close);
    put("a", 1);
    assertThat(closing).isNotDone();
    goOn.countDown();
    closing.join();
    assertThat(told).containsExactly(-1L);
  }

  @Test
  void aListenerThatThrowsIsToldTheNextAnswer() throws Exception {
    put("a", 1);
    try (Query.Observation observation =
        cairn
            .memory()
            .observe(
                new NumberOf("a"),
                n -> {
                  told.add(n);
                  if (n == 1) {
                    throw new IllegalStateException("a listener that throws");
                  }
                })) {
      assertThat(next()).isEqualTo(1);
      put("a", 2);
      assertThat(next()).isEqualTo(2);
      assertGoesOn(observation);
    }
  }

  /** Throws for a negative number. */
  private record Positive(String key) implements Query<Memory, Long> {
    @Override
    public Long answer(Memory memory) {
      long n = memory.get(COUNTS, key).orElseThrow().n();
      if (n < 0) {
        throw new IllegalArgumentException("negative: " + n);
      }
      return n;
    }
  }

  @Test
  void aQueryThatThrowsEndsTheObservation() throws Exception {
    put("a", 1);
    Query.Observation observation = cairn.memory().observe(new Positive("a"), told::add);
    assertThat(next()).isEqualTo(1);
    put("a", -5);
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(() -> observation.end().toCompletableFuture().join())
        .withMessageContaining("negative: -5");
    put("a", 2);
    observation.close();
    assertThat(told).isEmpty();
  }

  @Test
  void closingTheStoreEndsTheObservation() throws Exception {
    Query.Observation observation = cairn.memory().observe(new NumberOf("a"), told::add);
    assertThat(next()).isEqualTo(-1);
    cairn.close();
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(() -> observation.end().toCompletableFuture().join())
        .withCauseInstanceOf(StoreClosedException.class);
    observation.close();
  }
}
