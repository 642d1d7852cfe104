package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.table.Keys;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that a read is never stale, whatever the cache policy. */
@Tag("slow")
class CoherenceTest {
  record Counter(long n) {
    static Counter next(Optional<Counter> old) {
      return new Counter(old.map(Counter::n).orElse(0L) + 1);
    }
  }

  private static final Table<String, Counter> COUNTERS =
      Table.named("counters").keyedBy(Keys.string()).holding(Counter.class);

  private static final int UPDATES = 120;

  /** More than there are processors: what is preempted at a bad moment finds the rare mistakes. */
  private static final int READERS = 6;

  @TempDir Path directory;

  private Cairn open(CachePolicy policy) {
    return Cairn.open(directory, CairnOptions.defaults().withCache(policy));
  }

  private static Stream<CachePolicy> policies() {
    return Stream.of(
        CachePolicy.ttl(Duration.ofSeconds(60)),
        CachePolicy.ttl(Duration.ofMillis(1)),
        CachePolicy.untilChanged(),
        CachePolicy.off());
  }

  @ParameterizedTest
  @MethodSource("policies")
  void twoStoresOnOnePathWriteAndReadFromManyThreads(CachePolicy policy) throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    AtomicLong acknowledged = new AtomicLong();
    try (Cairn one = open(CachePolicy.untilChanged());
        Cairn two = open(policy)) {
      List<Future<Long>> writers = new ArrayList<>();
      for (Cairn cairn : List.of(one, two, one, two)) {
        writers.add(threads.submit(() -> increment(cairn.memory(), acknowledged)));
      }
      List<Callable<Boolean>> reading = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        Cairn cairn = i % 2 == 0 ? one : two;
        reading.add(() -> readUntilLast(cairn.memory(), acknowledged, 4 * UPDATES));
      }
      for (Future<Boolean> reader : threads.invokeAll(reading)) {
        assertThat(reader.get()).isTrue();
      }
      for (Future<Long> writer : writers) {
        writer.get();
      }

      assertThat(one.memory().get(COUNTERS, "n")).contains(new Counter(4 * UPDATES));
      assertThat(two.memory().get(COUNTERS, "n")).contains(new Counter(4 * UPDATES));
    } finally {
      threads.shutdownNow();
    }
  }

  private static long increment(Memory memory, AtomicLong acknowledged) {
    long last = 0;
    for (int i = 0; i < UPDATES; i++) {
      long mine = memory.update(COUNTERS, "n", Counter::next).n();
      assertThat(mine).isGreaterThan(last);
      acknowledged.accumulateAndGet(mine, Math::max);
      last = memory.get(COUNTERS, "n").orElseThrow().n(); // one's own write, at least
      assertThat(last).isGreaterThanOrEqualTo(mine);
    }
    return last;
  }

  private static boolean readUntilLast(Memory memory, AtomicLong acknowledged, long end) {
    long last = 0;
    while (last < end) {
      long least = Math.max(last, acknowledged.get());
      last = memory.get(COUNTERS, "n").map(Counter::n).orElse(0L);
      assertThat(last).isGreaterThanOrEqualTo(least);
      long snapshot = memory.read(m -> m.get(COUNTERS, "n").map(Counter::n).orElse(0L));
      assertThat(snapshot).isGreaterThanOrEqualTo(last);
      last = snapshot;
    }
    return true;
  }

  @ParameterizedTest
  @MethodSource("policies")
  void absenceIsAsCoherentAsPresence(CachePolicy policy) {
    try (Cairn one = open(policy);
        Cairn two = open(policy)) {
      assertThat(one.memory().get(COUNTERS, "n")).isEmpty();
      for (int i = 0; i < 20; i++) {
        two.memory().put(COUNTERS, "n", new Counter(i));
        assertThat(one.memory().get(COUNTERS, "n")).contains(new Counter(i));
        assertThat(one.memory().get(COUNTERS, "m")).isEmpty();
        two.memory().remove(COUNTERS, "n");
        assertThat(one.memory().get(COUNTERS, "n")).isEmpty();
        assertThat(two.memory().get(COUNTERS, "n")).isEmpty();
      }
    }
  }

  @Test
  void absenceIsCached() {
    try (Cairn cairn = open(CachePolicy.untilChanged())) {
      cairn.memory().put(COUNTERS, "n", new Counter(1));
      cairn.memory().get(COUNTERS, "absent");
      long misses = cairn.statistics().cache().misses();

      assertThat(cairn.memory().get(COUNTERS, "absent")).isEmpty();

      assertThat(cairn.statistics().cache().misses()).isEqualTo(misses);
    }
  }

  @Test
  void theWritersNextReadIsAHit() {
    try (Cairn cairn = open(CachePolicy.untilChanged())) {
      cairn.memory().put(COUNTERS, "n", new Counter(1));
      long misses = cairn.statistics().cache().misses();

      assertThat(cairn.memory().get(COUNTERS, "n")).contains(new Counter(1));

      assertThat(cairn.statistics().cache().misses()).isEqualTo(misses);
    }
  }

  @Test
  void aStoreThatIsFarBehindStartsAnew() {
    try (Cairn one = open(CachePolicy.untilChanged());
        Cairn two = open(CachePolicy.untilChanged())) {
      one.memory().put(COUNTERS, "n", new Counter(-1));
      assertThat(two.memory().get(COUNTERS, "n")).contains(new Counter(-1));
      for (int i = 0; i < 1_100; i++) { // the change log reaches back 1,024
        one.memory().put(COUNTERS, "n", new Counter(i));
      }

      assertThat(two.memory().get(COUNTERS, "n")).contains(new Counter(1_099));
      assertThat(two.statistics().cache().clears()).isEqualTo(1);
    }
  }

  @Test
  void aCommitOfTooManyKeysToNameThemIsSeenToo() {
    try (Cairn one = open(CachePolicy.untilChanged());
        Cairn two = open(CachePolicy.untilChanged())) {
      one.memory().put(COUNTERS, "counter 7", new Counter(-1));
      two.memory().get(COUNTERS, "counter 7");

      one.memory()
          .write(
              m -> {
                for (int i = 0; i < 10_000; i++) {
                  m.put(COUNTERS, "counter " + i, new Counter(i));
                }
              });

      assertThat(two.memory().get(COUNTERS, "counter 7")).contains(new Counter(7));
      assertThat(two.statistics().cache().clears()).isEqualTo(1);
      assertThat(one.memory().get(COUNTERS, "counter 9999")).contains(new Counter(9_999));
      assertThat(two.memory().<Long>read(tx -> tx.count(COUNTERS, Scan.all()))).isEqualTo(10_000);
    }
  }
}
