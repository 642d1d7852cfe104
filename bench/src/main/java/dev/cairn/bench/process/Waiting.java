package dev.cairn.bench.process;

import dev.cairn.bench.data.StoreDirectory;
import dev.cairn.bench.report.Median;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Measures JVMs that wait for what others commit to one Cairn store. */
public final class Waiting {
  private static final double NANOS_A_MILLI = 1e6;

  private Waiting() {}

  /**
   * Returns the median of the milliseconds from the end of a commit, as its caller in one JVM sees
   * it, until a thread that waits in another one goes on.
   */
  public static double wakeUpMillis() throws IOException, InterruptedException {
    try (StoreDirectory directory = new StoreDirectory();
        ChildJvm committing =
            ChildJvm.start(WaitingJvm.class, directory.path(), WaitingJvm.COMMIT)) {
      committing.await("ready");
      try (ChildJvm waiting = ChildJvm.start(WaitingJvm.class, directory.path(), WaitingJvm.WAIT)) {
        waiting.await("ready");
        waiting.go();
        committing.go();
        long[] woken = times(waiting.await(WaitingJvm.WAIT));
        long[] committed = times(committing.await(WaitingJvm.COMMIT));
        waiting.end();
        committing.end();
        // A row that another one had overtaken before the thread looked has no time.
        List<Double> nanos =
            IntStream.range(0, woken.length)
                .filter(i -> woken[i] != 0)
                .mapToObj(i -> (double) (woken[i] - committed[i]))
                .toList();
        return Median.of(nanos) / NANOS_A_MILLI;
      }
    }
  }

  private static long[] times(String said) {
    return Arrays.stream(said.split(" ")).mapToLong(Long::parseLong).toArray();
  }

  /** Returns what 1,000 waits take of a core while nothing changes, in percent. */
  public static double idlePercent() throws IOException, InterruptedException {
    try (StoreDirectory directory = new StoreDirectory();
        ChildJvm idle = ChildJvm.start(WaitingJvm.class, directory.path(), WaitingJvm.IDLE)) {
      idle.await("ready");
      idle.go();
      String[] used = idle.await(WaitingJvm.IDLE).split(" ", 2);
      idle.end();
      return 100.0 * Long.parseLong(used[0]) / Long.parseLong(used[1]);
    }
  }
}
