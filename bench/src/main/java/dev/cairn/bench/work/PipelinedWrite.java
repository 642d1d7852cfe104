package dev.cairn.bench.work;

import dev.cairn.bench.contender.Contender;
import dev.cairn.bench.contender.ContenderKind;
import dev.cairn.bench.data.Note;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Control;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * Measures writes of one thread that does not wait for each to be durable, but limits the number of
 * unfinished writes. For contenders without futures, a queue collects the notes and stores all of
 * them in one transaction.
 *
 * <p>An iteration begins with none in flight; its time ends when all are durable.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class PipelinedWrite extends Workload {
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

  /** The most writes that are queued and not yet acknowledged. */
  @Param("20000")
  public int window;

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

  /** The notes that one thread stores. */
  @State(Scope.Thread)
  public static class Writer {
    private OwnNotes notes;
    private Window inFlight;

    /** Takes the notes. */
    @Setup
    public void take(PipelinedWrite work, ThreadParams thread) {
      notes = new OwnNotes(thread.getThreadIndex(), thread.getThreadCount());
      work.changed.add(notes);
      inFlight = new Window(work.window);
    }

    /** Waits for those that were submitted in the moment in which the iteration ended. */
    @TearDown(Level.Iteration)
    public void drain() {
      inFlight.drain();
    }
  }

  /** Submits a note. */
  @Benchmark
  public void write(Writer writer, Control control) {
    writer.inFlight.add(store().putLater(writer.notes.change()));
    if (control.stopMeasurement) {
      writer.inFlight.drain();
    }
  }
}
