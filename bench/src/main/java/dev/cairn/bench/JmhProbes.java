package dev.cairn.bench;

import dev.cairn.bench.work.CachedReadBesideCommits;
import java.io.IOException;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** Creates measurements that each run one JMH trial and read one figure from its result. */
final class JmhProbes {
  private static final double MEDIAN = 50;

  /** The share of the wanted commits that the other JVM must make. */
  private static final double ENOUGH = 0.9;

  private final Jmh jmh;

  JmhProbes(Jmh jmh) {
    this.jmh = jmh;
  }

  /** The median iteration, not the mean: something else may have run during some of them. */
  Probe median(Trial trial) {
    return () -> figure(trial, jmh.run(trial, null, Pace.THOROUGH), MEDIAN);
  }

  /** The median of all operations of one benchmark that has no contenders. */
  Probe median(Class<?> work, String benchmark) {
    return () -> {
      Result<?> result = jmh.run(work, benchmark, Pace.THOROUGH).getPrimaryResult();
      return new Probe.Figure(
          "", result.getStatistics().getPercentile(MEDIAN), result.getScoreUnit());
    };
  }

  /**
   * As {@link #median(Trial)}, of reads beside a JVM that commits, if it nearly does as often as
   * wanted.
   */
  Probe besideCommits(Trial trial, int perSecond) {
    return () -> {
      RunResult result = jmh.run(trial.with("commitsPerSecond", perSecond), null, Pace.THOROUGH);
      double commits = Jmh.secondary(result, CachedReadBesideCommits.COMMITS);
      if (commits < ENOUGH * perSecond) {
        throw new IOException(
            "the other JVM made %,.0f commits a second of %,d".formatted(commits, perSecond));
      }
      Probe.Figure reads = figure(trial, result, MEDIAN);
      return new Probe.Figure(
          "%s beside %,.0f commits/s".formatted(reads.of(), commits), reads.value(), reads.unit());
    };
  }

  /** As {@link #median(Trial)}, in operations a second, whatever the workload's own mode is. */
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
