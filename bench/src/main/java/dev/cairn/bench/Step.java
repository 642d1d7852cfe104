package dev.cairn.bench;

import dev.cairn.bench.report.Result;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * One step of a benchmark run: the measurement, its estimated overhead, and its share of the
 * measuring time.
 *
 * @param name the name, for people
 * @param overhead the estimated seconds that it takes besides measuring: starting JVMs, filling
 *     stores, checking the result
 * @param weight its share of the time for measuring, in parts
 * @param work the work
 */
record Step(String name, double overhead, double weight, Work work) {

  /** The work of a step. */
  interface Work {
    /** Measures for about the given time, including the warm-up. */
    List<Result> measure(Duration time) throws IOException, InterruptedException;
  }
}
