package dev.cairn.bench.recall;

import dev.cairn.bench.process.ParentJvm;
import java.nio.file.Path;
import java.util.List;

/** Fills a store with documents in a JVM of its own, and saves what is truly nearest. */
final class FillingJvm {
  /** Said at the end, with the nanoseconds that the store took. */
  static final String FILLED = "filled";

  private static final int IN_A_COMMIT = 1_000;

  private FillingJvm() {}

  /** The arguments are the kind of store, its directory, and the number of documents. */
  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[1]);
    int documents = Integer.parseInt(args[2]);
    Corpus corpus = new Corpus();
    ExactNearest nearest = new ExactNearest(corpus);
    long nanos = 0;
    try (SearchStore store = SearchKind.valueOf(args[0]).open(directory)) {
      for (int from = 0; from < documents; from += IN_A_COMMIT) {
        List<Entry> entries =
            corpus.documents(from, Math.min(documents, from + IN_A_COMMIT), Corpus.WORDS);
        for (int i = 0; i < entries.size(); i++) {
          nearest.offer(from + i, entries.get(i).vector);
        }
        long begin = System.nanoTime();
        store.addAll(from, entries);
        nanos += System.nanoTime() - begin;
      }
      long begin = System.nanoTime();
      store.prepare();
      nanos += System.nanoTime() - begin;
    }
    nearest.save(directory);
    ParentJvm.say(FILLED, nanos);
  }
}
