package dev.cairn.bench.recall;

import dev.cairn.bench.process.ParentJvm;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Path;
import java.util.List;

/**
 * Measures the memory that the index of vectors takes, in a JVM of its own: by how much the heap
 * has grown by the first search by meaning, after searches by words.
 */
final class IndexMemoryJvm {
  /** Said at the end, with the bytes. */
  static final String MEMORY = "memory";

  private static final int SEARCHES = 100;
  private static final int COLLECTIONS = 5;

  private IndexMemoryJvm() {}

  /** The argument is the directory of a filled store of Cairn. */
  public static void main(String[] args) {
    List<Entry> questions = new Corpus().questions(0, SEARCHES);
    try (CairnDocuments store = new CairnDocuments(Path.of(args[0]))) {
      questions.forEach(question -> store.search(Way.WORDS, question));
      long before = used();
      store.search(Way.MEANING, questions.get(0));
      ParentJvm.say(MEMORY, used() - before);
    }
  }

  /** The least of some collections, since other threads allocate too. */
  private static long used() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      least = Math.min(least, memory.getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
