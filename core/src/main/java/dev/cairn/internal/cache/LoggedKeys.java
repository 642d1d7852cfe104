package dev.cairn.internal.cache;

import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Translates the keys in the store's change log into the cache keys that must be dropped. Where a
 * method throws, the cache drops everything.
 *
 * @param <K> the type of the cache's keys
 */
public interface LoggedKeys<K> {

  /**
   * Returns the cache's key of a row.
   *
   * @param key the key as the change log names it
   * @return the cache's key, or null if the cache cannot hold the row
   */
  @Nullable K row(byte[] key);

  /**
   * Returns the id of the table that a key belongs to. Tables that are made later have greater
   * ones.
   *
   * @param key the key
   * @return the id
   */
  int table(byte[] key);

  /**
   * Passes on the hashes of all prefixes of a key that results may depend on.
   *
   * @param key the key
   * @param action takes each hash
   */
  void prefixes(byte[] key, IntConsumer action);
}
