package dev.cairn.bench.process;

import dev.cairn.bench.contender.ContenderKind;
import dev.cairn.bench.data.SiteUrls;
import dev.cairn.bench.data.StoreDirectory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures several JVMs that record site visits in one store at once, and checks afterwards that
 * the store has every visit.
 */
public final class WritingJvms {
  private static final double NANOS = 1e9;

  private WritingJvms() {}

  /**
   * The work of several JVMs while they were measured.
   *
   * @param visits of each of them
   */
  public record Visits(List<Long> visits, Duration measured) {

    /** Returns how many visits a second all of them recorded together. */
    public double perSecond() {
      return sum() * NANOS / measured.toNanos();
    }

    /** Returns what the slowest one did of all, in percent. */
    public double smallestShare() {
      long smallest = visits.stream().min(Long::compare).orElseThrow();
      return 100.0 * smallest / sum();
    }

    private long sum() {
      return visits.stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * Measures a contender that several processes may write to.
   *
   * @param threads of each JVM
   */
  public static Visits measure(
      ContenderKind contender, int jvms, int threads, Duration warmUp, Duration measured)
      throws IOException, InterruptedException {
    try (StoreDirectory directory = new StoreDirectory()) {
      try (ChildJvm maker =
          ChildJvm.start(StoreChild.class, contender, directory.path(), StoreChild.SITES)) {
        maker.end();
      }
      List<ChildJvm> children = new ArrayList<>();
      try {
        for (int i = 0; i < jvms; i++) {
          children.add(
              ChildJvm.start(
                  VisitingJvm.class,
                  contender,
                  directory.path(),
                  threads,
                  i * threads,
                  warmUp.toMillis(),
                  measured.toMillis()));
        }
        return new Visits(run(contender, directory, children), measured);
      } finally {
        children.forEach(ChildJvm::close);
      }
    }
  }

  private static List<Long> run(
      ContenderKind contender, StoreDirectory directory, List<ChildJvm> children)
      throws IOException, InterruptedException {
    for (ChildJvm child : children) {
      child.await("ready");
    }
    children.forEach(ChildJvm::go);
    List<Long> measured = new ArrayList<>();
    long all = SiteUrls.COUNT;
    for (ChildJvm child : children) {
      String[] done = child.await("done").split(" ", 2);
      measured.add(Long.valueOf(done[0]));
      all += Long.parseLong(done[1]);
    }
    for (ChildJvm child : children) {
      child.end();
    }
    try (ChildJvm counter =
        ChildJvm.start(StoreChild.class, contender, directory.path(), StoreChild.VISITS)) {
      long found = Long.parseLong(counter.await(StoreChild.VISITS));
      counter.end();
      if (found != all) {
        throw new IOException(
            "%s has %,d visits of %,d that were recorded".formatted(contender.title, found, all));
      }
    }
    return measured;
  }
}
