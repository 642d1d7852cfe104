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
