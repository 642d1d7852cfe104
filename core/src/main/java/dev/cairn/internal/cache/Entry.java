package dev.cairn.internal.cache;

/**
 * A cached value together with the version of the store from which it was read.
 *
 * @param value the value; the absence of one is cached as a value too
 * @param version the version of the snapshot, or of the commit, that the value is from
 * @param bytes roughly how much memory it takes
 * @param reads the keys that the value depends on besides its own
 * @param <V> the type of value
 */
public record Entry<V>(V value, long version, int bytes, ReadSet reads) {

  /**
   * Makes the entry of a row, which depends on its own key alone.
   *
   * @param value the row
   * @param version the version that it is from
   * @param bytes roughly how much memory it takes
   */
  public Entry(V value, long version, int bytes) {
    this(value, version, bytes, ReadSet.NONE);
  }
}
