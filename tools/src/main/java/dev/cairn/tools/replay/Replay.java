package dev.cairn.tools.replay;

import dev.cairn.CachePolicy;
import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.tools.trace.Repositories;
import dev.cairn.tools.trace.Trace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.IntConsumer;
import org.HdrHistogram.Histogram;

/**
 * Applies a trace to a store from several JVMs full of agents, and proves that nothing was lost.
 *
 * <p>The parent takes no part in the writing: it reads the store before and after, each time as one
 * who has just come, so that it sees what is on disk.
 */
public final class Replay {
  private final Trace trace;
  private final Path store;
  private final int jvms;
  private final int agents;

  /**
   * Prepares a replay; nothing is touched yet.
   *
   * @param store created if there is none
   * @param jvms how many child JVMs
   * @param agents how many agent threads in each
   */
  public Replay(Trace trace, Path store, int jvms, int agents) {
    this.trace = trace;
    this.store = store;
    this.jvms = jvms;
    this.agents = agents;
  }

  /**
   * Carries the replay through.
   *
   * @param onProgress is told how many operations are durable
   * @throws ReplayFailedException if a child ended early or could not go on
   */
  public ReplayReport run(IntConsumer onProgress)
      throws IOException, InterruptedException, ReplayFailedException {
    Reconciliation reconciliation;
    long versionBefore;
    try (Cairn cairn = open()) {
      reconciliation =
          cairn.memory().read(memory -> Reconciliation.before(trace, Repositories.of(memory)));
      versionBefore = cairn.stats().store().version();
    }
    Duration took;
    int applied;
    Histogram latencies;
    List<List<Deal.Task>> shares = Deal.of(trace, jvms, agents);
    try (Crew crew = Crew.start(store, shares, agents)) {
      took = crew.work(onProgress);
      applied = crew.applied();
      latencies = crew.latencies();
    }
    try (Cairn cairn = open()) {
      Reconciliation.Findings findings =
          cairn.memory().read(memory -> reconciliation.after(Repositories.of(memory)));
      return new ReplayReport(
          jvms,
          agents,
          trace.lines().size(),
          applied,
          findings.lost(),
          took,
          cairn.stats().store().version() - versionBefore,
          micros(latencies, 50),
          micros(latencies, 99),
          store,
          findings.problems());
    }
  }

  private Cairn open() {
    return Cairn.open(store, CairnOptions.defaults().withCache(CachePolicy.off()));
  }

  private static long micros(Histogram nanoseconds, double percentile) {
    return Math.round(nanoseconds.getValueAtPercentile(percentile) / 1e3);
  }
}
