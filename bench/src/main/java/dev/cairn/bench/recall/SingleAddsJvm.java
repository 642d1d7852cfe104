package dev.cairn.bench.recall;

import dev.cairn.bench.process.ParentJvm;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Adds documents to a new store, a durable commit for each, in a JVM of its own. */
final class SingleAddsJvm {
  /** Said at the end, with the median in nanoseconds. */
  static final String ADDED = "added";

  private static final int WARM_UP = 600;
  private static final int MEASURED = 600;

  private SingleAddsJvm() {}

  /** The arguments are the kind of store and its directory. */
  public static void main(String[] args) {
    List<Entry> entries = new Corpus().documents(0, WARM_UP + MEASURED, Corpus.WORDS);
    long[] nanos = new long[entries.size()];
    try (SearchStore store = SearchKind.valueOf(args[0]).open(Path.of(args[1]))) {
      for (int i = 0; i < nanos.length; i++) {
        long begin = System.nanoTime();
        store.addAll(i, List.of(entries.get(i)));
        nanos[i] = System.nanoTime() - begin;
      }
    }
    long[] measured = Arrays.copyOfRange(nanos, WARM_UP, nanos.length);
    Arrays.sort(measured);
    ParentJvm.say(ADDED, measured[MEASURED / 2]);
  }
}
