package dev.cairn.bench.process;

import dev.cairn.bench.data.StoreDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Measures how soon a JVM that waits for a lock has it after another one began to release it. */
public final class HandingOver {
  private static final int JVMS = 2;
  private static final double NANOS_A_MILLI = 1e6;

  private HandingOver() {}

  /** One time that a JVM held the lock, in nanoseconds of the clock that all processes share. */
  private record Turn(int jvm, long granted, long released) {}

  /**
   * Returns the milliseconds within which a share of the hand-overs between two JVMs are done.
   *
   * @param lock the lock
   * @param percent the share, in percent
   */
  public static double millis(HandedLock lock, double percent)
      throws IOException, InterruptedException {
    long[] nanos = handOvers(turns(lock));
    if (nanos.length == 0) {
      throw new IOException("no JVM took the lock after the other one");
    }
    int rank = (int) Math.ceil(percent / 100 * nanos.length);
    return nanos[Math.max(rank, 1) - 1] / NANOS_A_MILLI;
  }

  private static List<Turn> turns(HandedLock lock) throws IOException, InterruptedException {
    List<ChildJvm> children = new ArrayList<>();
    try (StoreDirectory directory = new StoreDirectory()) {
      for (int i = 0; i < JVMS; i++) {
        children.add(ChildJvm.start(HandingOverJvm.class, lock, directory.path()));
        children.get(i).await("ready");
      }
      children.forEach(ChildJvm::go);
      List<Turn> turns = new ArrayList<>();
      for (int i = 0; i < JVMS; i++) {
        turns.addAll(turns(i, children.get(i).await(HandingOverJvm.TURNS)));
      }
      for (ChildJvm child : children) {
        child.end();
      }
      return turns;
    } finally {
      children.forEach(ChildJvm::close);
    }
  }

  private static List<Turn> turns(int jvm, String said) {
    long[] times = Arrays.stream(said.split(" ")).mapToLong(Long::parseLong).toArray();
    return IntStream.range(0, times.length / 2)
        .mapToObj(i -> new Turn(jvm, times[2 * i], times[2 * i + 1]))
        .toList();
  }

  /**
   * Returns the times of the hand-overs, the shortest first; a JVM that takes it again has none.
   */
  private static long[] handOvers(List<Turn> turns) {
    List<Turn> sorted = turns.stream().sorted(Comparator.comparingLong(Turn::granted)).toList();
    return IntStream.range(1, sorted.size())
        .filter(i -> sorted.get(i).jvm() != sorted.get(i - 1).jvm())
        .mapToLong(i -> sorted.get(i).granted() - sorted.get(i - 1).released())
        .sorted()
        .toArray();
  }

  /** Prints the hand-overs of a lock; the argument is its kind. */
  public static void main(String[] args) throws IOException, InterruptedException {
    long[] nanos = handOvers(turns(HandedLock.valueOf(args[0])));
    System.out.printf(
        "%s: %d hand-overs, median %.3f ms, p99 %.3f ms, longest %.3f ms%n",
        args[0],
        nanos.length,
        nanos[nanos.length / 2] / NANOS_A_MILLI,
        nanos[(int) (nanos.length * 0.99)] / NANOS_A_MILLI,
        nanos[nanos.length - 1] / NANOS_A_MILLI);
  }
}
