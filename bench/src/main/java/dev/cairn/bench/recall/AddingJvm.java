package dev.cairn.bench.recall;

import dev.cairn.bench.process.ParentJvm;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Adds documents to a store of Cairn at an even pace, in a JVM of its own, until its parent lets it
 * go on; then it deletes them, so that the store is as it was.
 */
final class AddingJvm {
  /** Said at the end, with the documents that were added in a second. */
  static final String ADDED = "added";

  /** More than any store of the measurements is filled with. */
  private static final int FIRST = 10_000_000;

  private AddingJvm() {}

  /** The arguments are the directory of the store, and how many documents to add in a second. */
  public static void main(String[] args) throws Exception {
    int perSecond = Integer.parseInt(args[1]);
    Corpus corpus = new Corpus();
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    try (CairnDocuments store = new CairnDocuments(Path.of(args[0]))) {
      AtomicInteger added = new AtomicInteger();
      Runnable add =
          () -> {
            int number = FIRST + added.get();
            store.addAll(number, List.of(corpus.document(number, Corpus.WORDS)));
            added.incrementAndGet();
          };
      add.run();
      long begun = System.nanoTime();
      var adding =
          clock.scheduleAtFixedRate(
              add, 0, TimeUnit.SECONDS.toNanos(1) / perSecond, TimeUnit.NANOSECONDS);
      ParentJvm.awaitGo();
      adding.cancel(false);
      clock.shutdown();
      clock.awaitTermination(1, TimeUnit.MINUTES);
      double rate = added.get() * 1e9 / (System.nanoTime() - begun);
      store.documents.deleteAll(
          IntStream.range(0, added.get()).mapToObj(i -> Integer.toString(FIRST + i)).toList());
      ParentJvm.say(ADDED, Math.round(rate));
    }
  }
}
