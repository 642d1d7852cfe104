package dev.cairn.internal.engine;

import java.util.List;

/**
 * The keys that were changed by the commits between two versions of the store.
 *
 * @param since the version before the first of these commits
 * @param upTo the version of the last of these commits
 * @param everything true if anything may have changed: the log does not reach back to {@code
 *     since}, or a commit did not say what it changed; {@code keys} is then empty
 * @param keys the keys that were changed, in the order of the commits
 */
public record Changes(long since, long upTo, boolean everything, List<Change> keys) {

  /** Keeps its own copy of the list. */
  public Changes {
    keys = List.copyOf(keys);
  }

  /**
   * One key that one commit changed.
   *
   * @param version the version of the commit
   * @param key the key; not to be modified
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Change(long version, byte[] key) {}
}
