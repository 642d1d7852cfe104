package dev.cairn.bench.work;

import dev.cairn.bench.contender.Contender;
import dev.cairn.bench.contender.ContenderKind;
import dev.cairn.bench.data.Note;
import java.util.Random;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * The base class of benchmarks on random records in stores of different sizes. The records were
 * stored in the order of their ids.
 */
public abstract class BySize extends Workload {
  /**
   * The number of drawn ids, the same for every size, and large enough for nearly every page of the
   * largest store to have one.
   */
  private static final int DRAWN = 1 << 20;

  /**
   * The contender; one that keeps its index or all rows in the heap has no room for the largest.
   */
  @Param({"CAIRN_UNCACHED", "LMDB", "SQLITE", "MVSTORE", "ROCKSDB", "XODUS", "MAPDB"})
  public ContenderKind contender;

  /** The number of notes in the store. */
  @Param({"10000", "100000", "1000000", "10000000"})
  public int rows;

  private final String[] ids = new String[DRAWN];

  @Override
  ContenderKind kind() {
    return contender;
  }

  @Override
  void fill(Contender empty) {
    empty.loadNotes(Note.first(rows));
    Random random = new Random(rows);
    for (int i = 0; i < DRAWN; i++) {
      ids[i] = Note.id(random.nextInt(rows));
    }
  }

  /** Returns the next id for a thread. */
  final String next(Place place) {
    return ids[place.next++ & (DRAWN - 1)];
  }

  /** The position of a thread in the sequence of ids. */
  @State(Scope.Thread)
  public static class Place {
    private int next;

    /** Lets the threads begin at different ids. */
    @Setup
    public void begin(ThreadParams thread) {
      next = DRAWN / thread.getThreadCount() * thread.getThreadIndex();
    }
  }
}
