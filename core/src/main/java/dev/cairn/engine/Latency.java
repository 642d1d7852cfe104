package dev.cairn.engine;

import java.time.Duration;
import org.HdrHistogram.AbstractHistogram;

/**
 * A summary of measured times; the percentiles are exact to one part in a hundred.
 *
 * @param count how many were measured
 * @param mean their mean; zero if there are none
 * @param p50 half of them took no longer
 * @param p90 nine of ten took no longer
 * @param p99 99 of a hundred took no longer
 * @param max the longest
 */
public record Latency(
    long count, Duration mean, Duration p50, Duration p90, Duration p99, Duration max) {

  /**
   * Summarises a histogram of nanoseconds.
   *
   * @param nanos the histogram, not being written to
   * @return the summary
   */
  public static Latency of(AbstractHistogram nanos) {
    return new Latency(
        nanos.getTotalCount(),
        Duration.ofNanos(Math.round(nanos.getTotalCount() == 0 ? 0 : nanos.getMean())),
        Duration.ofNanos(nanos.getValueAtPercentile(50)),
        Duration.ofNanos(nanos.getValueAtPercentile(90)),
        Duration.ofNanos(nanos.getValueAtPercentile(99)),
        Duration.ofNanos(nanos.getMaxValue()));
  }
}
