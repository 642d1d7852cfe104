package dev.cairn.internal.lmdb.env;

import dev.cairn.internal.lmdb.pages.Meta;

/**
 * Reads the numbers of the last two commits from the meta pages of LMDB's data file.
 *
 * <p>Readable only while the environment is open.
 */
final class MetaVersions {
  private final MemoryMap map;
  private final int pageSize;

  /**
   * Creates a reader of the versions.
   *
   * @param pageSize the size of a page in bytes, after which the second meta page begins
   */
  MetaVersions(MemoryMap map, int pageSize) {
    this.map = map;
    this.pageSize = pageSize;
  }

  /** Tells whether the map can be read at all. */
  boolean known() {
    return map.covered();
  }

  /** Returns the version in the meta page that {@code version} is written to. */
  long ofParity(long version) {
    return map.number((int) (version & 1) * pageSize + Meta.TRANSACTION_AT);
  }

  /** Returns the larger of the two versions. */
  long newest() {
    return Math.max(ofParity(0), ofParity(1));
  }
}
