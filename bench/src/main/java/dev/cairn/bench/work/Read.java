package dev.cairn.bench.work;

import dev.cairn.bench.contender.Contender;
import dev.cairn.bench.contender.ContenderKind;
import dev.cairn.bench.data.Note;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;

/**
 * Measures reads of a small record by its key. The store finds it, decodes it and, if it has a
 * cache, caches it.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class Read extends Workload {
  /** The contender that reads. */
  @Param({
    "CAIRN",
    "CAIRN_UNCACHED",
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
    Proof.stored(used, Note.all());
  }

  /** Reads a note. */
  @Benchmark
  public Note read(RandomIds ids) {
    return Proof.found(store().note(ids.next()));
  }
}
