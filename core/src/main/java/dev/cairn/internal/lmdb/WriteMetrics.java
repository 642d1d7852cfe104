package dev.cairn.internal.lmdb;

import dev.cairn.Latency;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/** Counts and times the writes; written by the writer's thread, readable from any. */
final class WriteMetrics {
  private final SingleWriterRecorder commitTimes = new SingleWriterRecorder(2);
  private final SingleWriterRecorder waitTimes = new SingleWriterRecorder(2);
  private final Histogram allCommitTimes = new Histogram(2);
  private final Histogram allWaitTimes = new Histogram(2);
  private final LongAdder timedOut = new LongAdder();
  private volatile long commits;
  private volatile long writes;
  private volatile long failed;
  private volatile int largestBatch;

  void waited(long nanos) {
    waitTimes.recordValue(Math.max(0, nanos));
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  void writeFailed() {
    failed++;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  void committed(int batch, long begunNanos) {
    commits++;
    writes += batch;
    largestBatch = Math.max(largestBatch, batch);
    commitTimes.recordValue(Math.max(0, System.nanoTime() - begunNanos));
  }

  void timedOut() {
    timedOut.increment();
  }

  long commits() {
    return commits;
  }

  long writes() {
    return writes;
  }

  long failed() {
    return failed;
  }

  long timedOutWrites() {
    return timedOut.sum();
  }

  int largestBatch() {
    return largestBatch;
  }

  synchronized Latency commitTime() {
    allCommitTimes.add(commitTimes.getIntervalHistogram());
    return latency(allCommitTimes);
  }

  synchronized Latency waitTime() {
    allWaitTimes.add(waitTimes.getIntervalHistogram());
    return latency(allWaitTimes);
  }

  private static Latency latency(Histogram nanos) {
    return new Latency(
        nanos.getTotalCount(),
        Duration.ofNanos(Math.round(nanos.getTotalCount() == 0 ? 0 : nanos.getMean())),
        Duration.ofNanos(nanos.getValueAtPercentile(50)),
        Duration.ofNanos(nanos.getValueAtPercentile(90)),
        Duration.ofNanos(nanos.getValueAtPercentile(99)),
        Duration.ofNanos(nanos.getMaxValue()));
  }
}
