package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import dev.cairn.testing.Await;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that virtual threads lose no concurrent update and pin no carrier while they wait, on JVMs
 * that have them.
 */
class VirtualThreadsTest {
  private static final int UPDATES = 1_000;

  record Counter(long n) {}

  private static final Table<String, Counter> COUNTERS =
      Table.named("counters").keyedBy(Keys.string()).holding(Counter.class);

  @Test
  void aThousandConcurrentUpdatesCountExactlyAThousand(@TempDir Path directory) throws Exception {
    ExecutorService threads = virtualThreads();
    try (Cairn cairn = Cairn.open(directory)) {
      List<Future<Long>> updates = new ArrayList<>();
      for (int i = 0; i < UPDATES; i++) {
        updates.add(threads.submit(() -> update(cairn.memory())));
      }

      List<Long> results = new ArrayList<>();
      for (Future<Long> update : updates) {
        results.add(update.get());
      }

      assertThat(results).doesNotHaveDuplicates();
      assertThat(cairn.memory().get(COUNTERS, "n")).contains(new Counter(UPDATES));
      assertThat(cairn.statistics().store().readers()).isLessThan(100); // not one a thread
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void aThousandThatWaitKeepNoCarrierFromTheOneThatWrites(@TempDir Path directory)
      throws Exception {
    ExecutorService threads = virtualThreads();
    try (Cairn cairn = Cairn.open(directory)) {
      Memory memory = cairn.memory();
      List<Future<Counter>> waits = new ArrayList<>();
      for (int i = 0; i < UPDATES; i++) {
        waits.add(threads.submit(() -> memory.await(m -> m.get(COUNTERS, "go"), Await.PATIENCE)));
      }
      Future<Boolean> writes =
          threads.submit(() -> memory.put(COUNTERS, "go", new Counter(UPDATES)));

      for (Future<Counter> wait : waits) {
        assertThat(wait.get()).isEqualTo(new Counter(UPDATES));
      }

      assertThat(writes.get()).isTrue();
    } finally {
      threads.shutdown();
    }
  }

  /** Updates, and reads through the cache and in a snapshot what cannot be older. */
  private static long update(Memory memory) {
    long mine =
        memory.update(COUNTERS, "n", old -> new Counter(old.map(Counter::n).orElse(0L) + 1)).n();
    assertThat(memory.get(COUNTERS, "n").orElseThrow().n()).isGreaterThanOrEqualTo(mine);
    assertThat(memory.<Long>read(m -> m.get(COUNTERS, "n").orElseThrow().n()))
        .isGreaterThanOrEqualTo(mine);
    return mine;
  }

  private static ExecutorService virtualThreads() throws ReflectiveOperationException {
    List<Method> factories =
        Arrays.stream(Executors.class.getMethods())
            .filter(method -> method.getName().equals("newVirtualThreadPerTaskExecutor"))
            .toList();
    assumeTrue(!factories.isEmpty(), "this JVM has no virtual threads");
    return (ExecutorService) factories.get(0).invoke(null);
  }
}
