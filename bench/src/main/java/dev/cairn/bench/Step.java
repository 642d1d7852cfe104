package dev.cairn.bench;

import dev.cairn.bench.report.Result;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * One measurement of a run, with its estimated time.
 *
 * @param name the name, for people
 * @param overhead the estimated seconds that it takes beside measuring: starting JVMs, filling
 *     stores, checking the result
 * @param weight its share of the time for measuring, in parts
 * @param work the work
 */
record Step(String name, double overhead, double weight, Work work) {

  /** The work of a step. */
  interface Work {
    /** Measures for about that long, warming up included. */
    List<Result> measure(Duration time) throws IOException, InterruptedException;
  }
}
