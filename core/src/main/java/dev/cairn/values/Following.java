package dev.cairn.values;

/**
 * Tells a listener of changes, until it is closed.
 *
 * <p>Thread-safe.
 */
public interface Following extends AutoCloseable {

  /** Ends it; one call of the listener may still be under way. A second call does nothing. */
  @Override
  void close();
}
