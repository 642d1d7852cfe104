package dev.cairn.bench.recall;

import dev.cairn.Memory;
import dev.cairn.bench.data.Note;
import dev.cairn.bench.process.ParentJvm;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Adds single documents to a store of Cairn and puts single rows, by turns, in a JVM of its own;
 * each is durable when it returns. Both are deleted at the end, so that the store is as it was: to
 * put a row that is there already costs next to nothing.
 */
final class DurableJvm {
  /** Said at the end, with the medians in nanoseconds of a document and of a row. */
  static final String DURABLE = "durable";

  private static final int FIRST = 20_000_000;
  private static final int WARM_UP = 3_000;
  private static final int MEASURED = 2_000;

  private DurableJvm() {}

  /** The arguments are the directory of the store, and the words of a document. */
  public static void main(String[] args) {
    List<Entry> entries =
        new Corpus().documents(FIRST, FIRST + WARM_UP + MEASURED, Integer.parseInt(args[1]));
    long[] documents = new long[entries.size()];
    long[] rows = new long[entries.size()];
    try (CairnDocuments store = new CairnDocuments(Path.of(args[0]))) {
      Memory memory = store.cairn.memory();
      for (int i = 0; i < entries.size(); i++) {
        Note note = Note.of(i);
        long begin = System.nanoTime();
        store.documents.addOrReplace(CairnDocuments.document(FIRST + i, entries.get(i)));
        long between = System.nanoTime();
        memory.put(Note.TABLE, note.id(), note);
        documents[i] = between - begin;
        rows[i] = System.nanoTime() - between;
      }
      memory.write(
          m ->
              IntStream.range(0, entries.size())
                  .forEach(i -> m.remove(Note.TABLE, Note.of(i).id())));
      store.documents.deleteAll(
          IntStream.range(0, entries.size()).mapToObj(i -> Integer.toString(FIRST + i)).toList());
    }
    ParentJvm.say(DURABLE, median(documents), median(rows));
  }

  private static long median(long[] nanos) {
    long[] measured = Arrays.copyOfRange(nanos, WARM_UP, nanos.length);
    Arrays.sort(measured);
    return measured[measured.length / 2];
  }
}
