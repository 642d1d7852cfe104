package dev.cairn.internal.commit;

import dev.cairn.CairnStatistics.Latency;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Counts the writes and commits of an open store, and measures their times. One thread at a time
 * records, in its {@link CommitTurn}; any may read.
 */
public final class WriteMetrics {
  private final Times commitTimes = new Times();
  private final Times waitTimes = new Times();
  private final LongAdder timedOut = new LongAdder();
  private volatile long commits;
  private volatile long writes;
  private volatile long failed;
  private volatile int largestBatch;

  void waited(long nanos) {
    waitTimes.record(nanos);
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
    commitTimes.record(System.nanoTime() - begunNanos);
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
  public Latency commitTime() {
    return commitTimes.latency();
  }

  /** Returns how long writes waited, from being queued to their first turn. */
  public Latency waitTime() {
    return waitTimes.latency();
  }

  /**
   * Times that one thread records. The recorder is made with the first: not every opening writes.
   */
  private static final class Times {
    private static final int DIGITS = 2;

    private volatile @Nullable SingleWriterRecorder recorder;
    private @Nullable Histogram all;

    void record(long nanos) {
      SingleWriterRecorder made = recorder;
      if (made == null) {
        made = new SingleWriterRecorder(DIGITS);
        recorder = made;
      }
      made.recordValue(Math.max(0, nanos));
    }

    synchronized Latency latency() {
      SingleWriterRecorder made = recorder;
      if (made == null) {
        return new Latency(
            0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
      }
      Histogram nanos = all == null ? new Histogram(DIGITS) : all;
      all = nanos;
      nanos.add(made.getIntervalHistogram());
      return new Latency(
          nanos.getTotalCount(),
          Duration.ofNanos(Math.round(nanos.getTotalCount() == 0 ? 0 : nanos.getMean())),
          Duration.ofNanos(nanos.getValueAtPercentile(50)),
          Duration.ofNanos(nanos.getValueAtPercentile(90)),
          Duration.ofNanos(nanos.getValueAtPercentile(99)),
          Duration.ofNanos(nanos.getMaxValue()));
    }
  }
}
