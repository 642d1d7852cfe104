package dev.cairn;

/** Something was waited for longer than the caller allowed, and did not come. */
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
