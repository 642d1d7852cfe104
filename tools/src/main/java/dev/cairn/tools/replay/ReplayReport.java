package dev.cairn.tools.replay;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The outcome of a replay of recorded writes in numbers, such as the operations that were applied
 * and lost.
 *
 * @param jvms the number of child JVMs
 * @param agents the greatest number of agent threads in one of them
 * @param operations the number of operations in the trace
 * @param applied the number of them that a child reported as durable
 * @param lost the number of them that are not in the store
 * @param took the time from the word to begin until the last child had done its share
 * @param commits the number of commits of the store during the replay
 * @param p50Micros the median time of an operation until it was durable, in microseconds
 * @param p99Micros the 99th percentile of that time, in microseconds
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
