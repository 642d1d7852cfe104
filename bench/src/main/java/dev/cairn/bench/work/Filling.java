package dev.cairn.bench.work;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.bench.codec.KryoCodec;
import dev.cairn.bench.contender.Contender;
import dev.cairn.bench.contender.ContenderKind;
import dev.cairn.bench.data.Note;
import dev.cairn.bench.process.DiskUsage;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The base class of benchmarks that fill an empty store with records. They measure the time, once
 * in each fork, and then the bytes on disk.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Threads(1)
public abstract class Filling extends Workload {
  /** The contender that is filled. */
  @Param({"CAIRN", "LMDB", "SQLITE", "MVSTORE", "ROCKSDB", "XODUS", "MAPDB"})
  public ContenderKind contender;

  /** The number of notes. */
  @Param("1000000")
  public int rows;

  private final AtomicBoolean filled = new AtomicBoolean();
  private long bytesOnDisk;

  @Override
  ContenderKind kind() {
    return contender;
  }

  @Override
  void fill(Contender empty) {}

  /** Returns the numbers of the notes in a random order. */
  final int[] shuffled() {
    int[] numbers = IntStream.range(0, rows).toArray();
    Random random = new Random(rows);
    for (int i = rows - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int number = numbers[i];
      numbers[i] = numbers[other];
      numbers[other] = number;
    }
    return numbers;
  }

  /** Throws if the store was filled already: the same notes again are another kind of work. */
  final void begin() {
    if (filled.getAndSet(true)) {
      throw new IllegalStateException("a store is filled once a fork: run with -wi 0 -i 1");
    }
  }

  @Override
  void check(Contender used) {
    NoteUses.check(used, rows, 0);
  }

  @Override
  void closed(Path directory) {
    bytesOnDisk = DiskUsage.of(directory);
  }

  /** Sizes, as secondary results. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Bytes {
    private @Nullable Filling work;

    void of(Filling work) {
      this.work = work;
    }

    /** Returns how many bytes of the disk the closed store takes. */
    public long bytesOnDisk() {
      return Proof.found(work).bytesOnDisk;
    }

    /** Returns how many bytes the ids and the encoded notes are. */
    public long bytesOfRows() {
      KryoCodec<Note> codec = KryoCodec.notes();
      return IntStream.range(0, Proof.found(work).rows)
          .mapToObj(Note::of)
          .mapToLong(note -> note.id().getBytes(UTF_8).length + codec.encode(note).length)
          .sum();
    }
  }
}
