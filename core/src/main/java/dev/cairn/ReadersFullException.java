package dev.cairn;

/**
 * Thrown when a read has waited 10 seconds in vain, because open snapshots take all the reader
 * slots of the store. Thrown at once where the reading thread holds all of them itself.
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
