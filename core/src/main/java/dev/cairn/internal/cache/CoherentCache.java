package dev.cairn.internal.cache;

import com.github.benmanes.caffeine.cache.Cache;
import dev.cairn.CachePolicy;
import dev.cairn.CairnStatistics.CacheStatistics;
import dev.cairn.ReadersFullException;
import dev.cairn.StoreClosedException;
import dev.cairn.internal.engine.Changes;
import dev.cairn.internal.engine.Changes.Change;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A read cache that never returns a stale value, even if another process wrote.
 *
 * <p>Two promises: a read that starts after a write was acknowledged in any process sees it or
 * something later; and a thread never sees time go backwards.
 *
 * <p>To that end the cache remembers the version that it has <em>caught up to</em>, which says that
 * every change up to there has been applied: no entry that is present was changed between its own
 * version and that one. A read compares it with the store's version. If they are equal, an entry
 * that is present is good. If not, one reader catches up by dropping what the change log names,
 * while others read the store.
 *
 * <p>The one danger is a fill: a value read from an older snapshot that is put in after the change
 * that made it stale was applied. So the version that the cache is <em>catching up to</em> is
 * published before the first entry is dropped, and a fill checks it inside {@code compute}, which
 * is atomic with the dropping of the same key: either it sees that a catch-up beyond its snapshot
 * has begun, and stays out, or its entry is there for that catch-up to drop.
 *
 * <p>Beside rows it holds the results of queries: see {@link CachedResults}.
 *
 * <p>Thread-safe. {@code K} must have value equality.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public final class CoherentCache<K, V> {
  private final Engine engine;
  private final LoggedKeys<K> keys;
  private final CachedResults<K, V> results;
  final @Nullable Cache<K, Entry<V>> entries;

  final ReentrantLock catchUpLock = new ReentrantLock();
  final LongAdder hits = new LongAdder();
  final LongAdder misses = new LongAdder();
  private final LongAdder catchUps = new LongAdder();
  private final LongAdder clears = new LongAdder();

  /** Raised under the lock before the first entry is dropped. Never below {@link #caughtUpTo}. */
  private volatile long catchingUpTo;

  /** Raised under the lock after the last entry was dropped. */
  volatile long caughtUpTo;

  /** Entries of an earlier version are void: this drops everything at once. */
  volatile long floor;

  /**
   * Creates an empty cache over an engine.
   *
   * @param engine the engine whose rows are cached
   * @param policy the time for which entries stay
   * @param maxBytes the memory that they may take, roughly; those used least go first
   * @param keys tells what the keys of the change log stand for
   */
  public CoherentCache(Engine engine, CachePolicy policy, long maxBytes, LoggedKeys<K> keys) {
    this.engine = engine;
    this.keys = keys;
    this.results = new CachedResults<>(this, engine, maxBytes);
    this.entries = policy.keeps() ? EntryStore.build(policy, maxBytes) : null;
    long version = engine.version(); // an empty cache is caught up to any version
    this.catchingUpTo = version;
    this.caughtUpTo = version;
  }

  /**
   * Tells whether this cache never holds anything, so that nothing need be prepared for it.
   *
   * @return true if its policy is {@link CachePolicy#off()}
   */
  public boolean isOff() {
    return entries == null;
  }

  /**
   * Returns the results of queries that this cache holds beside rows.
   *
   * @return the results, whose keys must differ from those of rows
   */
  public CachedResults<K, V> results() {
    return results;
  }

  /**
   * Looks a key up, as of now.
   *
   * @param key the key
   * @return its value, as good as one read from the store by this call, or null if it must be read
   *     from there
   */
  public @Nullable V get(K key) {
    Cache<K, Entry<V>> cache = entries;
    if (cache == null) {
      return null;
    }
    long version = engine.version();
    // The order matters: first caught up, then the entry, then the floor.
    if (caughtUpTo >= version || catchUp()) {
      Entry<V> entry = cache.getIfPresent(key);
      if (entry != null && entry.version() >= floor) {
        hits.increment();
        return entry.value();
      }
    }
    misses.increment();
    return null;
  }

  /**
   * Looks a key up, as of a snapshot that the caller has open. It begins no other one, for which it
   * might have to wait.
   *
   * @param key the key
   * @param snapshot the snapshot, the calling thread's
   * @return its value at the snapshot's version, or null if it must be read from the snapshot
   */
  public @Nullable V getAt(K key, Snapshot snapshot) {
    Cache<K, Entry<V>> cache = entries;
    if (cache == null) {
      return null;
    }
    long version = snapshot.version();
    return at(key, version, caughtUpTo >= version || catchUpTo(snapshot), cache);
  }

  /**
   * As {@link #getAt}, but leaves catching up to others: for the writer, on whom other processes
   * wait meanwhile.
   *
   * @param key the key
   * @param version the version that the write began with
   * @return its value at that version, or null if it must be read from the batch
   */
  public @Nullable V getForWrite(K key, long version) {
    Cache<K, Entry<V>> cache = entries;
    if (cache == null) {
      return null;
    }
    return at(key, version, caughtUpTo >= version, cache);
  }

  private @Nullable V at(K key, long version, boolean caughtUp, Cache<K, Entry<V>> cache) {
    if (caughtUp) {
      Entry<V> entry = cache.getIfPresent(key);
      // Not changed between its version and the one caught up to, so also not up to `version`.
      if (entry != null && entry.version() <= version && entry.version() >= floor) {
        hits.increment();
        return entry.value();
      }
    }
    misses.increment();
    return null;
  }

  /**
   * Offers an entry: what a snapshot showed. It is kept unless a newer one is there, or a change
   * may have slipped in between.
   *
   * @param key the key
   * @param entry the value with the version that it is from
   */
  public void offer(K key, Entry<V> entry) {
    Cache<K, Entry<V>> cache = entries;
    if (cache == null) {
      return;
    }
    cache
        .asMap()
        .compute(
            key,
            (same, old) -> {
              boolean late = catchingUpTo > entry.version();
              boolean older = old != null && old.version() > entry.version();
              return late || older ? old : entry;
            });
  }

  /**
   * Takes over a commit of this process as a whole: with the new entries in place, there is nothing
   * to look up in the change log.
   *
   * @param version the version that the commit made
   * @param changed an entry of that version for every key that the commit changed and the cache can
   *     hold
   * @param logged all keys that the commit changed, as the change log names them
   */
  public void committed(long version, Map<K, Entry<V>> changed, List<byte[]> logged) {
    Cache<K, Entry<V>> cache = entries;
    if (cache == null) {
      return;
    }
    if (catchUpLock.tryLock()) {
      try {
        if (caughtUpTo == version - 1) {
          // As in a catch-up: published first, so that no fill from before comes after these.
          // One from after the commit may be replaced; if it is newer, its change is still to come.
          catchingUpTo = version;
          logged.forEach(key -> stamp(key, version));
          cache.putAll(changed);
          caughtUpTo = version;
          return;
        }
      } finally {
        catchUpLock.unlock();
      }
    }
    changed.forEach(this::offer);
  }

  /** Applies what has changed; false if another thread is at it, or no snapshot can be had. */
  boolean catchUp() {
    if (!catchUpLock.tryLock()) {
      return false;
    }
    try (Snapshot snapshot = engine.snapshot()) {
      applyUpTo(snapshot);
      return true;
    } catch (ReadersFullException | StoreClosedException e) {
      return false; // the read of the store says so, if it finds the same
    } finally {
      catchUpLock.unlock();
    }
  }

  /**
   * Applies what has changed, after another thread that is at it; throws what a snapshot throws.
   */
  void awaitCatchUp() {
    catchUpLock.lock();
    try {
      if (caughtUpTo < engine.version()) {
        try (Snapshot snapshot = engine.snapshot()) {
          applyUpTo(snapshot);
        }
      }
    } finally {
      catchUpLock.unlock();
    }
  }

  private void stamp(byte[] key, long version) {
    keys.prefixes(key, prefix -> results.changed(prefix, version));
    results.changed(keys.table(key));
  }

  /** Applies what has changed up to a snapshot; false if another thread is at it. */
  boolean catchUpTo(Snapshot snapshot) {
    if (!catchUpLock.tryLock()) {
      return false;
    }
    try {
      applyUpTo(snapshot);
      return true;
    } finally {
      catchUpLock.unlock();
    }
  }

  private void applyUpTo(Snapshot snapshot) {
    long target = snapshot.version();
    if (caughtUpTo < target) {
      apply(snapshot.changesSince(caughtUpTo), target);
    }
  }

  private void apply(Changes changes, long target) {
    catchingUpTo = target;
    boolean everything = changes.everything() || !drop(changes.keys());
    if (everything) {
      floor = target;
      clears.increment();
    }
    caughtUpTo = target;
    catchUps.increment();
    if (everything && entries != null) {
      entries.invalidateAll(); // only for the memory: the floor has voided them
    }
  }

  /** Drops the entries that were changed; false if it is unclear which ones these are. */
  private boolean drop(List<Change> changes) {
    try {
      changes.forEach(this::drop);
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private void drop(Change change) {
    stamp(change.key(), change.version());
    K key = keys.row(change.key());
    if (key != null && entries != null) {
      // Not computeIfPresent, which looks first without the lock and so would miss a fill that is
      // under way.
      entries
          .asMap()
          .compute(
              key,
              (same, entry) -> entry != null && entry.version() >= change.version() ? entry : null);
    }
  }

  /**
   * Returns the figures since the cache was made.
   *
   * @return the figures
   */
  public CacheStatistics statistics() {
    long bytes = 0;
    long records = 0;
    if (entries != null) {
      entries.cleanUp();
      records = entries.estimatedSize();
      bytes = entries.policy().eviction().orElseThrow().weightedSize().orElse(0);
    }
    return new CacheStatistics(
        hits.sum(), misses.sum(), catchUps.sum(), clears.sum(), records, bytes);
  }
}
