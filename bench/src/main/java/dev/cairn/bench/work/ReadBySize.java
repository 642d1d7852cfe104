package dev.cairn.bench.work;

import dev.cairn.bench.contender.Contender;
import dev.cairn.bench.data.Note;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** Measures reads of a random record by its key, in stores of different sizes. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReadBySize extends BySize {
  private static final int CHECKED = 1000;

  @Override
  void check(Contender used) {
    for (int i = 0; i < CHECKED; i++) {
      Note note = Note.of((int) ((long) i * rows / CHECKED));
      Proof.equal(note.id(), note, used.note(note.id()));
    }
  }

  /** Reads a note. */
  @Benchmark
  public Note read(Place place) {
    return Proof.found(store().note(next(place)));
  }
}
