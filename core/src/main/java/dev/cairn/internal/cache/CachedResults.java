package dev.cairn.internal.cache;

import com.github.benmanes.caffeine.cache.Cache;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.Snapshot;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Caches the results of queries, and returns one only if no key that it depends on has changed
 * since.
 *
 * <p>What is promised of rows is promised of results. A row is dropped when its key changes; a
 * result stays, and each hit looks whether {@link Stamps} tell of a change since. The stamps rise
 * where rows are dropped: between publishing the version that the cache is catching up to and the
 * one that it has caught up to. So if the cache has caught up to the version that a read asks for,
 * every change up to there has its stamp. A result that is put in late does no harm, since stamps
 * never fall.
 *
 * <p>Thread-safe.
 *
 * @param <K> the type of keys; those of results differ from those of rows
 * @param <V> the type of values
 */
public final class CachedResults<K, V> {
  /** The longest wait for another thread that catches up; to compute a result may take longer. */
  private static final long CATCH_UP_MILLIS = 20;

  private final CoherentCache<K, V> cache;
  private final Engine engine;
  private final Stamps stamps = new Stamps();

  /** A heavier result would push out too much else. */
  private final long heaviest;

  CachedResults(CoherentCache<K, V> cache, Engine engine, long cacheBytes) {
    this.cache = cache;
    this.engine = engine;
    this.heaviest = cacheBytes / 8;
  }

  /** Notes that a version changed a key with this prefix; only in a catch-up or an own commit. */
  void changed(int prefix, long version) {
    stamps.raise(prefix, version);
  }

  /** Notes that a row of this table has changed; in the same places. */
  void changed(int table) {
    stamps.changed(table);
  }

  /**
   * Looks up a result, as of now.
   *
   * @param key the query
   * @return the result, as good as one computed from the store by this call, or null if it must be
   *     computed
   */
  public @Nullable Entry<V> get(K key) {
    Cache<K, Entry<V>> entries = cache.entries;
    if (entries == null) {
      return null;
    }
    long version = engine.version();
    // The order matters: first caught up, then the entry, then the floor and the stamps.
    if (cache.caughtUpTo >= version || awaitCatchUp(version)) {
      Entry<V> entry = entries.getIfPresent(key);
      if (entry != null && holds(entry, version)) {
        cache.hits.increment();
        return entry;
      }
    }
    cache.misses.increment();
    return null;
  }

  /**
   * Looks up a result, as of a snapshot that the caller has open.
   *
   * @param key the query
   * @param snapshot the snapshot, the calling thread's
   * @return the result at the snapshot's version, or null if it must be computed from the snapshot
   */
  public @Nullable Entry<V> getAt(K key, Snapshot snapshot) {
    Cache<K, Entry<V>> entries = cache.entries;
    if (entries == null) {
      return null;
    }
    long version = snapshot.version();
    if (cache.caughtUpTo >= version || cache.catchUpTo(snapshot)) {
      Entry<V> entry = entries.getIfPresent(key);
      if (entry != null && entry.version() <= version && holds(entry, version)) {
        cache.hits.increment();
        return entry;
      }
    }
    cache.misses.increment();
    return null;
  }

  /**
   * Offers a result, which is kept unless a newer one is there.
   *
   * @param key the query
   * @param result the result with the version of its snapshot
   */
  public void offer(K key, Entry<V> result) {
    Cache<K, Entry<V>> entries = cache.entries;
    if (entries != null && result.bytes() <= heaviest) {
      entries
          .asMap()
          .merge(key, result, (old, offered) -> old.version() > offered.version() ? old : offered);
    }
  }

  /**
   * Takes note of all that has changed, also where the cache is off. It waits for another thread
   * that is at it.
   *
   * @throws dev.cairn.CairnException if the store is closed, or cannot be read
   */
  public void catchUp() {
    cache.awaitCatchUp();
  }

  /**
   * Tells whether nothing that was read has changed since, as far as this cache has caught up. To
   * be told of a change costs a few comparisons.
   *
   * @param reads what was read
   * @param since the version at which it was read
   * @return false if some of it has changed, or may have
   */
  public boolean unchanged(ReadSet reads, long since) {
    long caughtUpTo = cache.caughtUpTo; // first
    return since >= (reads.isEverything() ? caughtUpTo : cache.floor)
        && stamps.unchangedSince(since, reads);
  }

  /** Tells whether nothing that a result depends on has changed up to a version caught up to. */
  private boolean holds(Entry<V> result, long version) {
    return result.version() >= (result.reads().isEverything() ? version : cache.floor)
        && stamps.unchangedSince(result.version(), result.reads());
  }

  /** Catches up, or waits a moment for a thread that is at it. */
  private boolean awaitCatchUp(long version) {
    if (cache.catchUp()) {
      return true;
    }
    try {
      if (cache.catchUpLock.tryLock(CATCH_UP_MILLIS, TimeUnit.MILLISECONDS)) {
        try {
          return cache.caughtUpTo >= version || cache.catchUp(); // which takes the lock once more
        } finally {
          cache.catchUpLock.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return cache.caughtUpTo >= version;
  }
}
