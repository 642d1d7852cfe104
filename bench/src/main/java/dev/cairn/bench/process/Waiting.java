package dev.cairn.bench.process;

import dev.cairn.bench.data.StoreDirectory;
import java.io.IOException;

/** Measures JVMs that wait for what others commit to one Cairn store. */
public final class Waiting {
  private static final double NANOS_A_MILLI = 1e6;

  private Waiting() {}

  /**
   * Returns the median of the milliseconds from the end of a write's function in one JVM until a
   * thread that waits in another one goes on: it includes the commit, without a sync.
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
        double nanos = Double.parseDouble(waiting.await(WaitingJvm.WAIT));
        waiting.end();
        committing.end();
        return nanos / NANOS_A_MILLI;
      }
    }
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
