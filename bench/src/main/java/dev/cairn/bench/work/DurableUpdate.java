package dev.cairn.bench.work;

import dev.cairn.bench.contender.Contender;
import dev.cairn.bench.contender.ContenderKind;
import dev.cairn.bench.data.Note;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Threads;

/** Measures atomic and durable updates, each of which reads a record, changes it and stores it. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Threads(64)
public class DurableUpdate extends Workload {
  /** The contender that updates; Chronicle Map does not sync. */
  @Param({
    "CAIRN",
    "LMDB",
    "SQLITE",
    "MVSTORE",
    "ROCKSDB",
    "XODUS",
    "MAPDB",
    "CHRONICLE",
    "JSON_FILE"
  })
  public ContenderKind contender;

  private final LongAdder uses = new LongAdder();

  @Override
  ContenderKind kind() {
    return contender;
  }

  @Override
  void fill(Contender empty) {
    empty.loadNotes(Note.all());
  }

  @Override
  void check(Contender used) {
    NoteUses.check(used, Note.COUNT, uses.sum());
  }

  /** Uses a note. */
  @Benchmark
  public Note update(RandomIds ids) {
    Note note = store().use(ids.next());
    uses.increment();
    return note;
  }
}
