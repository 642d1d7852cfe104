package dev.cairn;

/** Thrown when a call has no effect because the store was closed. */
public final class StoreClosedException extends CairnException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message the problem with the value, and the way out
   */
  public StoreClosedException(String message) {
    super(message);
  }

  /**
   * Creates the exception.
   *
   * @param message the problem with the value, and the way out
   * @param cause the failure that the layer below reported
   */
  public StoreClosedException(String message, Throwable cause) {
    super(message, cause);
  }
}
