package dev.cairn.bench.work;

import dev.cairn.bench.contender.Contender;
import dev.cairn.bench.data.Note;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Threads;

/** Measures durable updates of a random record, in stores of different sizes. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Threads(64)
public class UpdateBySize extends BySize {
  private final LongAdder uses = new LongAdder();

  @Override
  void check(Contender used) {
    NoteUses.check(used, rows, uses.sum());
  }

  /** Uses a note. */
  @Benchmark
  public Note update(Place place) {
    Note note = store().use(next(place));
    uses.increment();
    return note;
  }
}
