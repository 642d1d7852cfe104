package dev.cairn.bench.work;

import dev.cairn.bench.contender.Contender;
import dev.cairn.bench.contender.ContenderKind;
import dev.cairn.bench.data.Note;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Measures a mix of 95 % reads and 5 % durable updates of small records.
 *
 * <p>Twenty are one call: JMH adds up what each thread measured in its own time, and a thread whose
 * time held a read and no update would count for thousands.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Threads(16)
public class Mixed extends Workload {
  private static final int OPERATIONS_A_USE = 20;

  /** The contender that reads and updates; Chronicle Map does not sync. */
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

  /** Reads notes and updates one. */
  @Benchmark
  @OperationsPerInvocation(OPERATIONS_A_USE)
  public Note readAndUpdate(RandomIds ids, Blackhole read) {
    for (int i = 1; i < OPERATIONS_A_USE; i++) {
      read.consume(Proof.found(store().note(ids.next())));
    }
    Note note = store().use(ids.next());
    uses.increment();
    return note;
  }
}
