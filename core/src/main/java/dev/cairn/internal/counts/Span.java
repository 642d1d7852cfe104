package dev.cairn.internal.counts;

import dev.cairn.StorageException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.PackedHistogram;

/**
 * A distribution of durations. Count, mean and maximum are exact; percentiles are of microseconds,
 * within 1 %. Not thread-safe.
 */
public final class Span {
  private static final int DIGITS = 2;

  /** Longer ones count as this long in percentiles. */
  private static final long MOST_MICROS = TimeUnit.DAYS.toMicros(365);

  private final Histogram micros;
  private long totalNanos;
  private long maxNanos;

  /**
   * A distribution as it is stored.
   *
   * @param micros the histogram in the format of HdrHistogram
   */
  @SuppressWarnings("ArrayRecordComponent") // read and written, never compared
  public record Stored(long totalNanos, long maxNanos, byte[] micros) {}

  Span() {
    this(new PackedHistogram(DIGITS), 0, 0);
  }

  private Span(Histogram micros, long totalNanos, long maxNanos) {
    this.micros = micros;
    this.totalNanos = totalNanos;
    this.maxNanos = maxNanos;
  }

  static Span of(Stored stored) {
    try {
      Histogram micros =
          PackedHistogram.decodeFromByteBuffer(ByteBuffer.wrap(stored.micros()), 2 * MOST_MICROS);
      micros.setAutoResize(true);
      return new Span(micros, stored.totalNanos(), stored.maxNanos());
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw new StorageException("stored durations cannot be read: " + e.getMessage(), e);
    }
  }

  Stored stored() {
    ByteBuffer buffer = ByteBuffer.allocate(micros.getNeededByteBufferCapacity());
    byte[] bytes = new byte[micros.encodeIntoByteBuffer(buffer)];
    buffer.flip().get(bytes);
    return new Stored(totalNanos, maxNanos, bytes);
  }

  void record(long nanos) {
    micros.recordValue(Math.min(TimeUnit.NANOSECONDS.toMicros(nanos), MOST_MICROS));
    totalNanos += nanos;
    maxNanos = Math.max(maxNanos, nanos);
  }

  void add(Span other) {
    micros.add(other.micros);
    totalNanos += other.totalNanos;
    maxNanos = Math.max(maxNanos, other.maxNanos);
  }

  /** Returns the number of durations. */
  public long count() {
    return micros.getTotalCount();
  }

  /** Returns their mean; zero if there is none. */
  public Duration mean() {
    return Duration.ofNanos(count() == 0 ? 0 : totalNanos / count());
  }

  /** Returns the longest one; zero if there is none. */
  public Duration max() {
    return Duration.ofNanos(maxNanos);
  }

  /**
   * Returns a percentile; zero if there is no duration.
   *
   * @param percent from 0 to 100
   */
  public Duration percentile(double percent) {
    long nanos = TimeUnit.MICROSECONDS.toNanos(micros.getValueAtPercentile(percent));
    return Duration.ofNanos(Math.min(nanos, maxNanos));
  }
}
