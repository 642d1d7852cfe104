package dev.cairn;

/**
 * A named lock was not granted within the time that its caller would wait; the request is
 * withdrawn.
 */
public final class LockTimeoutException extends CairnException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message the lock, the time, those who hold it and wait for it, and the way out
   */
  public LockTimeoutException(String message) {
    super(message);
  }
}
