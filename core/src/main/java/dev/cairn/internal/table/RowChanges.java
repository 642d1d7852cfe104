package dev.cairn.internal.table;

import java.util.List;

/**
 * The keys of one table, in one namespace, whose rows were changed after a version of the store.
 *
 * @param everything true if any row may have changed; {@code keys} is then empty
 * @param keys the keys that were changed, in the order of the commits
 * @param <K> the type of keys
 */
public record RowChanges<K>(boolean everything, List<Change<K>> keys) {

  /** Keeps its own copy of the list. */
  public RowChanges {
    keys = List.copyOf(keys);
  }

  /**
   * One key whose row one commit changed.
   *
   * @param version the version of the commit; for a change of the transaction's own, the one after
   *     that on which it is based
   * @param key the key
   * @param <K> the type of keys
   */
  public record Change<K>(long version, K key) {}
}
