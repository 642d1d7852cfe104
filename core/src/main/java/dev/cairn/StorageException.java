package dev.cairn;

/** The storage layer below failed in a way that has no exception of its own. */
public class StorageException extends CairnException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what was wrong, with the value, and the way out
   */
  public StorageException(String message) {
    super(message);
  }

  /**
   * Creates the exception.
   *
   * @param message what was wrong, with the value, and the way out
   * @param cause what the layer below reported
   */
  public StorageException(String message, Throwable cause) {
    super(message, cause);
  }
}
