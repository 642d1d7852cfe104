package dev.cairn.tools.replay;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The outcome of a replay in numbers.
 *
 * @param jvms how many child JVMs there were
 * @param agents how many agent threads each of them had at most
 * @param operations how many operations the trace has
 * @param applied how many of them a child reported as durable
 * @param lost how many of them are not in the store
 * @param took from the word to begin until the last child had done its share
 * @param commits how many commits the store made during the replay
 * @param p50Micros how long half of the operations took at most, each until it was durable
 * @param p99Micros how long 99 % of the operations took at most
 * @param store the store
 * @param problems the differences between the trace and the store, a line each
 */
public record ReplayReport(
    int jvms,
    int agents,
    int operations,
    int applied,
    int lost,
    Duration took,
    long commits,
    long p50Micros,
    long p99Micros,
    Path store,
    List<String> problems) {
  /** Copies the problems. */
  public ReplayReport {
    problems = List.copyOf(problems);
  }

  /** Returns how many operations became durable a second. */
  public double operationsPerSecond() {
    return took.isZero() ? 0 : applied / (took.toNanos() / 1e9);
  }

  /** Returns how many operations shared a commit. */
  public double operationsPerCommit() {
    return commits == 0 ? 0 : (double) applied / commits;
  }

  /** Returns whether every operation is in the store exactly once. */
  public boolean isSound() {
    return lost == 0 && applied == operations && problems.isEmpty();
  }
}
