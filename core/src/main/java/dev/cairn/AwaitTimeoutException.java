package dev.cairn;

/** Thrown when a fact that a caller awaits does not come about within the caller's time limit. */
public final class AwaitTimeoutException extends CairnException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message the time that was waited, the thing that was waited for, and the way out
   */
  public AwaitTimeoutException(String message) {
    super(message);
  }
}
