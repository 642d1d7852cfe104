package dev.cairn.tools.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * The outcome of a load test in numbers: how many operations users did in which time, and which of
 * them failed.
 *
 * @param users the number of users
 * @param jvms the number of JVMs in which they were
 * @param took the time from the first user's beginning until the last had ended
 * @param operations the number of operations that succeeded
 * @param lost the number of visits, episodes, documents and finished jobs that were acknowledged
 *     and are not in the store; if operations failed, the least that it can be, since one that
 *     failed may have been stored all the same
 * @param all the times of all operations
 * @param byOperation the times of each operation
 * @param failures the failures by operation and kind, the most frequent first
 * @param histogram how many operations took which time
 */
record LoadReport(
    int users,
    int jvms,
    Duration took,
    long operations,
    long lost,
    Times all,
    List<Times> byOperation,
    List<FailureCount> failures,
    List<Bar> histogram) {
  /**
   * The times of operations of one kind, until each was answered and its effect durable.
   *
   * @param operation the operation
   * @param count the number of those that succeeded
   * @param inVain the number of those that found nothing: no job, no permit, no row
   * @param failed the number of those that failed, which the times leave out
   * @param p50 the median
   * @param p90 the 90th percentile
   * @param p99 the 99th percentile
   * @param p999 the 99.9th percentile
   * @param max the longest
   */
  record Times(
      String operation,
      long count,
      long inVain,
      long failed,
      Duration p50,
      Duration p90,
      Duration p99,
      Duration p999,
      Duration max) {}

  /**
   * Failures that are alike.
   *
   * @param operation the operation
   * @param kind the class of the exception
   * @param count the number of them
   * @param example the message of one
   */
  record FailureCount(String operation, String kind, long count, String example) {}

  /**
   * A bar of the histogram.
   *
   * @param upTo the longest time of its operations, which are longer than those of the bar before
   * @param count the number of its operations
   */
  record Bar(Duration upTo, long count) {}

  private static final long SHORTEST_BAR = 1_000;

  /** Copies the lists. */
  LoadReport {
    byOperation = List.copyOf(byOperation);
    failures = List.copyOf(failures);
    histogram = List.copyOf(histogram);
  }

  static LoadReport of(LoadPlan plan, Duration took, Tally tally, long lost) {
    Histogram all = new Histogram(3);
    List<Times> byOperation = new ArrayList<>();
    long inVain = 0;
    for (Operation each : Operation.values()) {
      all.add(tally.times(each));
      inVain += tally.inVain(each);
      byOperation.add(
          times(each.toString(), tally.times(each), tally.inVain(each), tally.failed(each)));
    }
    return new LoadReport(
        plan.users(),
        plan.jvms(),
        took,
        all.getTotalCount(),
        lost,
        times("all", all, inVain, tally.failed()),
        byOperation,
        tally.failures().stream()
            .map(
                each ->
                    new FailureCount(
                        each.operation().toString(), each.kind(), each.count(), each.example()))
            .toList(),
        bars(all));
  }

  private static Times times(String name, Histogram nanos, long inVain, long failed) {
    return new Times(
        name,
        nanos.getTotalCount(),
        inVain,
        failed,
        at(nanos, 50),
        at(nanos, 90),
        at(nanos, 99),
        at(nanos, 99.9),
        Duration.ofNanos(nanos.getMaxValue()));
  }

  private static Duration at(Histogram nanos, double percentile) {
    return Duration.ofNanos(nanos.getValueAtPercentile(percentile));
  }

  /**
   * Returns bars from the first time that occurs to the last, two or three for each power of 10.
   */
  private static List<Bar> bars(Histogram nanos) {
    List<Bar> bars = new ArrayList<>();
    long seen = 0;
    for (long upTo = SHORTEST_BAR; seen < nanos.getTotalCount(); upTo = next(upTo)) {
      long until = nanos.getCountBetweenValues(0, upTo);
      if (until > 0) {
        bars.add(new Bar(Duration.ofNanos(upTo), until - seen));
      }
      seen = until;
    }
    return bars;
  }

  /** 1, 2, 5, 10, 20, 50 and so on. */
  private static long next(long upTo) {
    return String.valueOf(upTo).startsWith("2") ? upTo / 2 * 5 : upTo * 2;
  }

  /** Returns how many operations were done a second. */
  double operationsPerSecond() {
    return took.isZero() ? 0 : Math.round(operations / (took.toNanos() / 1e9));
  }

  /** Returns whether nothing failed and nothing is lost. */
  boolean isSound() {
    return lost == 0 && failures.isEmpty();
  }
}
