package dev.cairn.bench;

import dev.cairn.bench.contender.ContenderKind;
import dev.cairn.bench.process.WritingJvms;
import dev.cairn.bench.process.WritingJvms.Visits;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Measures four JVMs that write to one Cairn store: their total throughput, and the slowest one's
 * share of it.
 */
final class FourJvms {
  private static final int THREADS = 64;
  private static final int JVMS = 4;

  /** Four JVMs that share few cores take long to compile what they run. */
  private static final Duration WARM_UP = Duration.ofSeconds(15);

  private static final Duration MEASURED = Duration.ofSeconds(5);

  /**
   * The smallest shares of the runs that {@link #perSecond} made; {@link #smallestShare} uses them
   * before it starts a run of its own.
   */
  private final Queue<Double> shares = new ArrayDeque<>();

  /** Measures the visits per second of all four JVMs together. */
  Probe perSecond() {
    return () -> {
      Visits visits = run(JVMS);
      shares.add(visits.smallestShare());
      return new Probe.Figure("four JVMs", visits.perSecond(), "ops/s");
    };
  }

  /** Measures the same total number of threads in one JVM. */
  Probe alone() {
    return () -> new Probe.Figure("one JVM", run(1).perSecond(), "ops/s");
  }

  /** Measures the slowest JVM's share of all visits, in percent. */
  Probe smallestShare() {
    return () -> {
      Double share = shares.poll();
      return new Probe.Figure("", share == null ? run(JVMS).smallestShare() : share, "%");
    };
  }

  private static Visits run(int jvms) throws IOException, InterruptedException {
    return WritingJvms.measure(ContenderKind.CAIRN, jvms, THREADS / jvms, WARM_UP, MEASURED);
  }
}
