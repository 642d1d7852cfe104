package dev.cairn.bench.work;

import dev.cairn.bench.data.Note;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/**
 * Measures durable puts of records in a random order by 64 threads. The store decides how many puts
 * share a commit.
 */
public class RandomInserts extends Filling {
  private static final int THREADS = 64;

  private int[] numbers;

  /** Chooses the order. */
  @Setup
  public void sort() {
    numbers = shuffled();
  }

  /** Stores the notes. */
  @Benchmark
  public void insert(Bytes bytes) throws InterruptedException, ExecutionException {
    begin();
    bytes.of(this);
    AtomicInteger next = new AtomicInteger();
    Callable<Void> inserter =
        () -> {
          for (int i = next.getAndIncrement(); i < rows; i = next.getAndIncrement()) {
            store().put(Note.of(numbers[i]));
          }
          return null;
        };
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Void>> ends = threads.invokeAll(Collections.nCopies(THREADS, inserter));
      for (Future<Void> end : ends) {
        end.get();
      }
    } finally {
      threads.shutdown();
    }
  }
}
