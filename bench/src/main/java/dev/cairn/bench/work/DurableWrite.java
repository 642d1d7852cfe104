package dev.cairn.bench.work;

import dev.cairn.bench.contender.Contender;
import dev.cairn.bench.contender.ContenderKind;
import dev.cairn.bench.data.Note;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * Measures durable writes of a changed record. Every put changes the record, because a store may
 * skip a put of equal bytes.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Threads(64)
public class DurableWrite extends Workload {
  /** The contender that writes; Chronicle Map does not sync. */
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

  private final Queue<OwnNotes> changed = new ConcurrentLinkedQueue<>();

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
    changed.forEach(notes -> notes.check(used));
  }

  /** Chooses the notes that a thread stores. */
  @State(Scope.Thread)
  public static class Writer {
    private OwnNotes notes;

    /** Takes them. */
    @Setup
    public void take(DurableWrite work, ThreadParams thread) {
      notes = new OwnNotes(thread.getThreadIndex(), thread.getThreadCount());
      work.changed.add(notes);
    }
  }

  /** Stores a note. */
  @Benchmark
  public void write(Writer writer) {
    store().put(writer.notes.change());
  }
}
