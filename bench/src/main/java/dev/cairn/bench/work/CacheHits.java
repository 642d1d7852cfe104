package dev.cairn.bench.work;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Proves that reads were answered by a cache, since they returned the same object again. A record
 * that is the same object as an iteration ago was not decoded in between; one that is another
 * object was decoded once at least.
 *
 * @param <T> the type of the records
 */
final class CacheHits<T> {
  /** The most decodings of a record: the first, and those after the end of its time to live. */
  private static final int DECODED_AT_MOST = 3;

  private final IntFunction<@Nullable T> read;
  private final @Nullable Object[] seen;
  private long decoded;

  CacheHits(int records, IntFunction<@Nullable T> read) {
    this.read = read;
    seen = new Object[records];
  }

  /** Looks at all records; call it before the first iteration and after each. */
  void look() {
    for (int i = 0; i < seen.length; i++) {
      T record = Proof.found(read.apply(i));
      if (record != seen[i]) {
        seen[i] = record;
        decoded++;
      }
    }
  }

  void check() {
    if (decoded > (long) DECODED_AT_MOST * seen.length) {
      throw Proof.failed(
          "%,d of %,d records were decoded where all reads should be hits"
              .formatted(decoded, seen.length));
    }
  }
}
