package dev.cairn.bench;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Skips a measurement that would take more than three minutes, as estimated from the same workload
 * on a smaller store.
 */
final class Patience {
  private static final double LIMIT_SECONDS = 180;
  private static final double NANOS = 1e9;

  private record Taken(int rows, double seconds) {}

  private final Map<String, Taken> last = new HashMap<>();

  /**
   * Returns a step that fails at once where it would take too long.
   *
   * @param of the workload and contender that are measured in several sizes
   */
  Step limit(Step step, String of, int rows) {
    return new Step(
        step.name(),
        step.overhead(),
        step.weight(),
        time -> {
          Taken before = last.get(of);
          if (before != null) {
            double expected = before.seconds() * rows / before.rows();
            if (expected > LIMIT_SECONDS) {
              throw new IOException("would take some %.0f s".formatted(expected));
            }
          }
          long begin = System.nanoTime();
          var results = step.work().measure(time);
          double seconds = (System.nanoTime() - begin - time.toNanos()) / NANOS;
          last.put(of, new Taken(rows, seconds));
          return results;
        });
  }
}
