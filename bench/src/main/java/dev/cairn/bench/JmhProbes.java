package dev.cairn.bench;

import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** What is read off a fork of JMH. */
final class JmhProbes {
  private static final double MEDIAN = 50;

  private final Jmh jmh;

  JmhProbes(Jmh jmh) {
    this.jmh = jmh;
  }

  /** The median iteration, not the mean: something else may have run during some of them. */
  Probe median(Trial trial) {
    return () -> figure(trial, jmh.run(trial, null, Pace.THOROUGH), MEDIAN);
  }

  /** As {@link #median}, in operations a second, whatever the workload's own mode is. */
  Probe perSecond(Trial trial, Pace pace) {
    return () -> figure(trial, jmh.run(trial, Mode.Throughput, pace), MEDIAN);
  }

  /** A percentile of all operations; the workload's mode is to sample them. */
  Probe percentile(Trial trial, double percentile) {
    return () -> figure(trial, jmh.run(trial, null, Pace.THOROUGH), percentile);
  }

  /** The bytes that an operation allocates. */
  Probe allocation(Trial trial) {
    return () -> {
      RunResult result = jmh.allocations(trial, Pace.THOROUGH);
      return new Probe.Figure(
          trial.contender().title, Jmh.secondary(result, "gc.alloc.rate.norm"), "B");
    };
  }

  /** The ratio of two secondary results of a workload that is done once a fork. */
  Probe ratio(Trial trial, String one, String other) {
    return () -> {
      RunResult result = jmh.run(trial, null, Pace.ONCE);
      return new Probe.Figure(
          trial.contender().title, Jmh.secondary(result, one) / Jmh.secondary(result, other), "");
    };
  }

  private static Probe.Figure figure(Trial trial, RunResult result, double percentile) {
    Result<?> primary = result.getPrimaryResult();
    return new Probe.Figure(
        trial.contender().title,
        primary.getStatistics().getPercentile(percentile),
        primary.getScoreUnit());
  }
}
