package dev.cairn.bench;

import dev.cairn.bench.report.Result;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * One of the measurements that a run consists of.
 *
 * @param name for people
 * @param overhead how many seconds it takes beside measuring, estimated: starting JVMs, filling
 *     stores, checking the result
 * @param weight how much of the time for measuring it gets, in parts
 * @param work the work
 */
record Step(String name, double overhead, double weight, Work work) {

  /** The work of a step. */
  interface Work {
    /** Measures for about that long, warming up included. */
    List<Result> measure(Duration time) throws IOException, InterruptedException;
  }
}
