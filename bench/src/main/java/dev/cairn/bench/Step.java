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
 *     stores, checking what was done
 * @param weight how much of the time for measuring it gets, in parts
 * @param work what is done
 */
record Step(String name, double overhead, double weight, Work work) {

  /** What a step does. */
  interface Work {
    /** Measures for about that long, warming up included. */
    List<Result> measure(Duration time) throws IOException, InterruptedException;
  }
}
