package dev.cairn;

/**
 * A write under the token of a named lock that is not held under that token any more; nothing was
 * written.
 */
public final class StaleTokenException extends CairnException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message the token, those who hold the lock now, and the way out
   */
  public StaleTokenException(String message) {
    super(message);
  }
}
