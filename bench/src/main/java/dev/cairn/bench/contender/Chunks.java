package dev.cairn.bench.contender;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Divides the records that a benchmark loads into chunks, one for each transaction. */
final class Chunks {
  private static final int SIZE = 10_000;

  private Chunks() {}

  /** Passes all elements on, in their order. */
  static <T> void forEach(Iterable<T> elements, Consumer<? super List<T>> load) {
    List<T> chunk = new ArrayList<>(SIZE);
    for (T element : elements) {
      chunk.add(element);
      if (chunk.size() == SIZE) {
        load.accept(chunk);
        chunk = new ArrayList<>(SIZE);
      }
    }
    if (!chunk.isEmpty()) {
      load.accept(chunk);
    }
  }
}
