package dev.cairn.bench.recall;

import dev.cairn.bench.process.ParentJvm;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Adds documents to a store of Cairn at an even pace, in a JVM of its own, until its input ends;
 * then it deletes them, so that the store is as it was.
 */
final class AddingJvm {
  /** Said when the first document was added. */
  static final String STARTED = "started";

  /** More than any store of the measurements is filled with. */
  private static final int FIRST = 10_000_000;

  /** The share of the wanted documents that must be added. */
  private static final double ENOUGH = 0.9;

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
      ParentJvm.say(STARTED);
      System.in.transferTo(OutputStream.nullOutputStream());
      adding.cancel(false);
      clock.shutdown();
      clock.awaitTermination(1, TimeUnit.MINUTES);
      double rate = added.get() * 1e9 / (System.nanoTime() - begun);
      store.documents.deleteAll(
          IntStream.range(0, added.get()).mapToObj(i -> Integer.toString(FIRST + i)).toList());
      if (rate < ENOUGH * perSecond) {
        throw new IllegalStateException(
            "%,.0f documents a second were added of %,d".formatted(rate, perSecond));
      }
    }
  }
}
