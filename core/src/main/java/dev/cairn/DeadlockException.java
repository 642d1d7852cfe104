package dev.cairn;

/**
 * A request for a named lock would have waited for ever, since those who hold the lock wait,
 * perhaps through others, for one that this thread holds; the request is withdrawn.
 */
public final class DeadlockException extends CairnException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message the cycle of holders and waiters, and the way out
   */
  public DeadlockException(String message) {
    super(message);
  }
}
