package dev.cairn;

/**
 * Thrown when a write is not applied because the memory map or the disk is full; nothing that was
 * stored is lost.
 */
public final class StoreFullException extends CairnException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message the problem with the value, and the way out
   */
  public StoreFullException(String message) {
    super(message);
  }

  /**
   * Creates the exception.
   *
   * @param message the problem with the value, and the way out
   * @param cause the failure that the layer below reported
   */
  public StoreFullException(String message, Throwable cause) {
    super(message, cause);
  }
}
