package dev.cairn.bench.process;

import dev.cairn.bench.data.StoreDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures several JVMs that submit jobs to one durable queue and complete them, all at once: they
 * begin together, and end when every job is complete.
 */
public final class QueueingJvms {
  private static final double NANOS = 1e9;

  private QueueingJvms() {}

  /**
   * Measures a queue.
   *
   * @param queue the queue
   * @param threads of each JVM that submit, and as many that complete
   * @param jobs of each JVM
   * @return jobs a second, of all JVMs together
   */
  public static double perSecond(QueueKind queue, int jvms, int threads, int jobs)
      throws IOException, InterruptedException {
    try (StoreDirectory directory = new StoreDirectory()) {
      List<ChildJvm> children = new ArrayList<>();
      try {
        for (int i = 0; i < jvms; i++) {
          children.add(
              ChildJvm.start(QueueingJvm.class, queue, directory.path(), jvms, threads, jobs));
        }
        for (ChildJvm child : children) {
          child.await("ready");
        }
        children.forEach(ChildJvm::go);
        long begin = System.nanoTime();
        for (ChildJvm child : children) {
          child.await("done");
        }
        long nanos = System.nanoTime() - begin;
        for (ChildJvm child : children) {
          child.end();
        }
        return (double) jvms * jobs * NANOS / nanos;
      } finally {
        children.forEach(ChildJvm::close);
      }
    }
  }

  /** Prints the jobs a second; the arguments are queue, JVMs, threads and jobs of each JVM. */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.out.printf(
        "%s, %s JVMs, %s threads each: %.0f jobs/s%n",
        args[0],
        args[1],
        args[2],
        perSecond(
            QueueKind.valueOf(args[0]),
            Integer.parseInt(args[1]),
            Integer.parseInt(args[2]),
            Integer.parseInt(args[3])));
  }
}
