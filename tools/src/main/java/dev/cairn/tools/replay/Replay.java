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
 * Applies a trace, which is a recording of agents' writes, to a store from several JVMs, and proves
 * that nothing was lost.
 *
 * <p>The parent writes nothing. It opens the store anew before and after the replay, without a
 * cache, so that it reads what is on disk.
 */
public final class Replay {
  private final Trace trace;
  private final Path store;
  private final long mapBytes;
  private final CrewSize size;

  /**
   * Prepares a replay; nothing is touched yet.
   *
   * @param store created if there is none
   * @param mapBytes the size that the data file of the store cannot outgrow
   * @param size the number of child JVMs, and of agent threads in each
   */
  public Replay(Trace trace, Path store, long mapBytes, CrewSize size) {
    this.trace = trace;
    this.store = store;
    this.mapBytes = mapBytes;
    this.size = size;
  }

  /**
   * Runs the replay to its end.
   *
   * @param onProgress receives the number of durable operations
   * @throws ReplayFailedException if a child ended early or failed
   */
  public ReplayReport run(IntConsumer onProgress)
      throws IOException, InterruptedException, ReplayFailedException {
    Reconciliation reconciliation;
    long versionBefore;
    try (Cairn cairn = open()) {
      reconciliation =
          cairn.memory().read(memory -> Reconciliation.before(trace, Repositories.of(memory)));
      versionBefore = cairn.statistics().store().version();
    }
    Duration took;
    int applied;
    Histogram latencies;
    List<List<Deal.Task>> shares = Deal.of(trace, size.jvms(), size.agents());
    try (Crew crew = Crew.start(store, mapBytes, shares, size.agents())) {
      took = crew.work(onProgress);
      applied = crew.applied();
      latencies = crew.latencies();
    }
    try (Cairn cairn = open()) {
      Reconciliation.Findings findings =
          cairn.memory().read(memory -> reconciliation.after(Repositories.of(memory)));
      return new ReplayReport(
          size.jvms(),
          size.agents(),
          trace.lines().size(),
          applied,
          findings.lost(),
          took,
          cairn.statistics().store().version() - versionBefore,
          micros(latencies, 50),
          micros(latencies, 99),
          store,
          findings.problems());
    }
  }

  private Cairn open() {
    return Cairn.open(
        store, CairnOptions.defaults().withMapSize(mapBytes).withCache(CachePolicy.off()));
  }

  private static long micros(Histogram nanoseconds, double percentile) {
    return Math.round(nanoseconds.getValueAtPercentile(percentile) / 1e3);
  }
}
