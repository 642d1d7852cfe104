package dev.cairn.internal.engine;

/**
 * Iterates over the entries of a snapshot or a transaction in the order of their keys. Confined to
 * the thread of its view.
 */
public interface Cursor extends AutoCloseable {

  /**
   * Moves to the next entry.
   *
   * @return false if there is none; the cursor is then closed
   */
  boolean next();

  /**
   * Moves to the next entry and copies its value, which is quicker than {@link #value()} after
   * {@link #next()}.
   *
   * @param into the buffer to copy the value to; unchanged if there is none
   * @return false if there is no entry; the cursor is then closed
   */
  default boolean next(ValueBuffer into) {
    boolean found = next();
    if (found) {
      byte[] value = value();
      System.arraycopy(value, 0, into.reserve(value.length), 0, value.length);
    }
    return found;
  }

  /**
   * Returns the key of the entry that {@link #next()} moved to.
   *
   * @return the bytes, which stay as they are and must not be changed: a walk may go on from them
   */
  byte[] key();

  /**
   * Returns the value of the entry that {@link #next()} moved to.
   *
   * @return a copy, the caller's own
   */
  byte[] value();

  /** Ends the walk. Does nothing the second time. */
  @Override
  void close();
}
