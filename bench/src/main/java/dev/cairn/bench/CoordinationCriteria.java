package dev.cairn.bench;

import dev.cairn.bench.process.HandedLock;
import dev.cairn.bench.process.HandingOver;
import dev.cairn.bench.process.QueueKind;
import dev.cairn.bench.process.QueueingJvms;
import dev.cairn.bench.report.Bound;
import dev.cairn.bench.turns.TakingTurns;
import java.util.List;

/** Lists the performance goals of locks, limits and jobs. */
final class CoordinationCriteria {
  private static final int JVMS = 2;

  private final JmhProbes probes;

  CoordinationCriteria(JmhProbes probes) {
    this.probes = probes;
  }

  List<Criterion> all() {
    return List.of(
        new Criterion(
            "lock and unlock that nobody else wants, median",
            probes.median(TakingTurns.class, "lockAndUnlock"),
            null,
            Bound.AT_MOST,
            60),
        new Criterion(
            "a lock handed to another JVM that waits, 99th percentile",
            () -> new Probe.Figure("", HandingOver.millis(HandedLock.CAIRN, 99), "ms"),
            null,
            Bound.AT_MOST,
            1),
        new Criterion(
            "decision of a limit, median",
            probes.median(TakingTurns.class, "consume"),
            null,
            Bound.AT_MOST,
            30),
        new Criterion(
            "durable jobs submitted and completed by 2 JVMs of 64 threads",
            jobs("Cairn", QueueKind.CAIRN, 64, 60_000),
            null,
            Bound.AT_LEAST,
            5_000),
        new Criterion(
            "durable jobs submitted and completed by 2 JVMs of 4 threads ÷ a table of SQLite",
            jobs("Cairn", QueueKind.CAIRN, 4, 10_000),
            jobs("SQLite", QueueKind.SQLITE, 4, 500),
            Bound.AT_LEAST,
            5));
  }

  private static Probe jobs(String of, QueueKind queue, int threads, int jobs) {
    return () -> new Probe.Figure(of, QueueingJvms.perSecond(queue, JVMS, threads, jobs), "jobs/s");
  }
}
