package dev.cairn.internal.commit;

import dev.cairn.CairnStatistics.Latency;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * Counts the writes and commits of an open store, and measures their times. One thread at a time
 * records, in its {@link CommitTurn}; any may read.
 */
public final class WriteMetrics {
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

  /** Returns how many commits were made. */
  public long commits() {
    return commits;
  }

  /** Returns how many writes were committed; one that changed nothing needs no commit. */
  public long writes() {
    return writes;
  }

  /** Returns how many writes threw. */
  public long failed() {
    return failed;
  }

  /** Returns how many writes' turn did not come in time. */
  public long timedOutWrites() {
    return timedOut.sum();
  }

  /** Returns the most writes in one commit. */
  public int largestBatch() {
    return largestBatch;
  }

  /** Returns how long commits took, from the first write of the batch to durable. */
  public synchronized Latency commitTime() {
    allCommitTimes.add(commitTimes.getIntervalHistogram());
    return latency(allCommitTimes);
  }

  /** Returns how long writes waited, from being queued to their first turn. */
  public synchronized Latency waitTime() {
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
