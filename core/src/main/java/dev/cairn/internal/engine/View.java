package dev.cairn.internal.engine;

import org.jspecify.annotations.Nullable;

/**
 * Reads keys and values from one consistent state of the store. Confined to one thread at a time.
 */
public interface View {

  /**
   * Returns the version that this view is based on.
   *
   * @return the number of the last commit that it shows
   */
  long version();

  /**
   * Reads one value.
   *
   * @param key the key; not kept
   * @return a copy of the value, the caller's own, or null if there is none
   */
  byte @Nullable [] get(byte[] key);

  /**
   * Walks over a range of keys.
   *
   * @param range the keys
   * @param order the direction
   * @return a cursor before the first entry; valid until the view ends, and closed with it
   */
  Cursor scan(Range range, Order order);

  /** The direction of a walk. */
  enum Order {
    /** From the smallest key up. */
    ASCENDING,
    /** From the largest key down. */
    DESCENDING
  }
}
