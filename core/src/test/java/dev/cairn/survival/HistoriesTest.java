package dev.cairn.survival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.testing.OtherJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that reads and writes by threads of several JVMs are linearizable. For each of a few
 * numbers there is one order of all operations that explains every result, and in which no
 * operation comes before one that had ended when it began. The versions of the store follow that
 * order too, whatever the number.
 */
@Tag("slow")
class HistoriesTest {
  private static final int ROUNDS = Effort.of(120, 10_000);

  /** The milliseconds for which the cache of each JVM keeps a number: for good, or hardly. */
  private static final List<Long> CACHES = List.of(60_000L, 3_600_000L, 1L);

  /** The time that it takes to tell all JVMs when to begin. */
  private static final long AHEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  @TempDir Path directory;

  @Test
  void everyHistoryIsLinearizable() {
    List<OtherJvm> others = new ArrayList<>();
    try (Cairn cairn = Cairn.open(directory)) {
      for (int i = 0; i < CACHES.size(); i++) {
        others.add(OtherJvm.small(HistoryClient.class, directory, i + 1, CACHES.get(i)));
      }
      others.forEach(HistoriesTest::assertThatItHasThisClock);
      HistoryClient here = new HistoryClient(cairn.memory(), 0, 0);
      long seed = Effort.seed();
      Random random = new Random(seed);
      int operations = 0;
      for (int round = 0; round < ROUNDS; round++) {
        List<Operation> all = round(here, others, random.nextLong());
        assertThatItIsLinearizable(all, "seed " + seed + ", round " + round);
        operations += all.size();
      }
      Effort.note(
          "histories: %d of %d operations by %d threads in %d JVMs, all linearizable"
              .formatted(
                  ROUNDS * HistoryClient.KEYS.size(),
                  operations,
                  others.size() * HistoryClient.THREADS + 1,
                  others.size() + 1));
    } finally {
      others.forEach(OtherJvm::close);
    }
  }

  /** The clock of {@link System#nanoTime} counts from the start of the machine, not of the JVM. */
  private static void assertThatItHasThisClock(OtherJvm other) {
    assertThat(other.line()).isEqualTo("open");
    for (int i = 0; i < 10; i++) {
      long before = System.nanoTime();
      long there = Long.parseLong(other.ask("time"));
      long after = System.nanoTime();
      assertThat(there - before).isNotNegative();
      assertThat(after - there).isNotNegative();
    }
  }

  /** Stores numbers, has all JVMs work on them, and reads what is there. */
  private static List<Operation> round(HistoryClient here, List<OtherJvm> others, long seed) {
    List<Operation> operations = new ArrayList<>();
    HistoryClient.KEYS.forEach(key -> operations.add(here.put(key)));
    long start = System.nanoTime() + AHEAD_NANOS;
    others.forEach(other -> other.send("round", start, seed));
    for (OtherJvm other : others) {
      for (String line = other.line(); !line.equals("end"); line = other.line()) {
        operations.add(Operation.parse(line));
      }
    }
    HistoryClient.KEYS.forEach(key -> operations.add(here.get(key)));
    return operations;
  }

  private static void assertThatItIsLinearizable(List<Operation> operations, String where) {
    Map<String, List<Operation>> byKey =
        operations.stream().collect(Collectors.groupingBy(Operation::key));
    byKey.forEach(
        (key, history) ->
            assertThat(Linearizability.holds(history, 0))
                .as(() -> where + ", not linearizable:\n" + text(history))
                .isTrue());
    assertThatVersionsFollowTime(operations, where);
  }

  /** An operation that began after another had ended saw at least the version that it left. */
  private static void assertThatVersionsFollowTime(List<Operation> operations, String where) {
    PriorityQueue<Operation> running =
        new PriorityQueue<>(Comparator.comparingLong(Operation::responded));
    long least = 0;
    for (Operation operation : byBeginning(operations)) {
      while (!running.isEmpty() && running.element().precedes(operation)) {
        least = Math.max(least, running.remove().left());
      }
      if (operation.saw() != Operation.UNKNOWN) {
        assertThat(operation.saw())
            .as(() -> where + ", versions go back:\n" + text(operations))
            .isGreaterThanOrEqualTo(least);
      }
      running.add(operation);
    }
  }

  private static List<Operation> byBeginning(List<Operation> operations) {
    return operations.stream().sorted(Comparator.comparingLong(Operation::invoked)).toList();
  }

  private static String text(List<Operation> operations) {
    return byBeginning(operations).stream()
        .map(Operation::toString)
        .collect(Collectors.joining("\n"));
  }
}
