package dev.cairn.bench.work;

import dev.cairn.bench.data.Note;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Measures the loading of records in few large transactions. */
public class Load extends Filling {
  /** The order in which the notes are loaded. */
  public enum Order {
    /** The order of their ids. */
    ASCENDING,
    /** A random one. */
    RANDOM
  }

  /** The order of the notes. */
  @Param({"ASCENDING", "RANDOM"})
  public Order order;

  private Iterable<Note> notes;

  /** Chooses the order. */
  @Setup
  public void sort() {
    int[] numbers = shuffled();
    notes =
        order == Order.ASCENDING
            ? Note.first(rows)
            : () -> Arrays.stream(numbers).mapToObj(Note::of).iterator();
  }

  /** Loads the notes. */
  @Benchmark
  public void load(Bytes bytes) {
    begin();
    bytes.of(this);
    store().loadNotes(notes);
  }
}
