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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.infra.ThreadParams;

/** Reads notes, and updates every twentieth durably: 95 % reads, 5 % updates. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Threads(16)
public class Mixed extends Workload {
  private static final int OPERATIONS_A_USE = 20;

  /** Who reads and updates; Chronicle Map does not sync. */
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

  /** When a thread updates. */
  @State(Scope.Thread)
  public static class Turn {
    private int operations;

    /** Lets the threads begin at different turns. */
    @Setup
    public void begin(ThreadParams thread) {
      operations = thread.getThreadIndex();
    }

    boolean toUpdate() {
      return ++operations % OPERATIONS_A_USE == 0;
    }
  }

  /** Reads or updates a note. */
  @Benchmark
  public Note readOrUpdate(RandomIds ids, Turn turn) {
    if (turn.toUpdate()) {
      Note note = store().use(ids.next());
      uses.increment();
      return note;
    }
    return Proof.found(store().note(ids.next()));
  }
}
