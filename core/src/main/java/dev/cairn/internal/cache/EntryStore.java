package dev.cairn.internal.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cairn.CachePolicy;
import java.time.Duration;

/**
 * Builds the Caffeine cache that holds the cached values, with the configured limits of time and
 * memory.
 */
final class EntryStore {
  private static final int ENTRY_OVERHEAD_BYTES = 160;
  private static final int WEIGHT_STEP = 64;

  /** From here on a tick is at most a hundredth. */
  private static final Duration COARSE = Duration.ofMillis(100 * CoarseTicker.TICK_MILLIS);

  private EntryStore() {}

  static <K, V> Cache<K, Entry<V>> build(CachePolicy policy, long maxBytes) {
    Caffeine<K, Entry<V>> builder =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher((K key, Entry<V> entry) -> weight(entry.bytes()))
            .executor(Runnable::run); // upkeep is short: not worth a thread of the caller's program
    policy.timeToLive().ifPresent(time -> expire(builder, time));
    return builder.build();
  }

  /** Uses the coarse clock for long times to live, where a tick more does not matter. */
  private static void expire(Caffeine<?, ?> builder, Duration timeToLive) {
    builder.expireAfterWrite(timeToLive);
    if (timeToLive.compareTo(COARSE) >= 0) {
      builder.ticker(new CoarseTicker());
    }
  }

  /** In steps, so that a record that grows by a digit need not be weighed anew. */
  private static int weight(int bytes) {
    return (bytes + ENTRY_OVERHEAD_BYTES + WEIGHT_STEP - 1) & -WEIGHT_STEP;
  }
}
