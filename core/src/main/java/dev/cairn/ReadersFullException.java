package dev.cairn;

/**
 * A read waited 10 seconds for a reader slot, and every slot of the store was still taken by an
 * open snapshot. Thrown at once where the reading thread holds all of them itself.
 */
public final class ReadersFullException extends CairnException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message the problem with the value, and the way out
   */
  public ReadersFullException(String message) {
    super(message);
  }

  /**
   * Creates the exception.
   *
   * @param message the problem with the value, and the way out
   * @param cause the failure that the layer below reported
   */
  public ReadersFullException(String message, Throwable cause) {
    super(message, cause);
  }
}
