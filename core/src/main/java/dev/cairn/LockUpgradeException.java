package dev.cairn;

/**
 * A thread that holds a named lock for reading asked for it for writing, and would wait for itself;
 * it still holds the lock for reading.
 */
public final class LockUpgradeException extends CairnException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message the lock, and the way out
   */
  public LockUpgradeException(String message) {
    super(message);
  }
}
