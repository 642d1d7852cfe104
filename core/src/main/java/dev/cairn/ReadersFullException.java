package dev.cairn;

/** Every reader slot of the store is taken by a snapshot that is still open. */
public class ReadersFullException extends CairnException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what was wrong, with the value, and the way out
   */
  public ReadersFullException(String message) {
    super(message);
  }

  /**
   * Creates the exception.
   *
   * @param message what was wrong, with the value, and the way out
   * @param cause what the layer below reported
   */
  public ReadersFullException(String message, Throwable cause) {
    super(message, cause);
  }
}
