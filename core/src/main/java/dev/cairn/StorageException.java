package dev.cairn;

/**
 * Thrown when the storage layer fails in a way that has no exception of its own.
 *
 * <p>The one class of the family that may be extended: a storage engine lives in another package,
 * and tells failures apart that only it can mend.
 */
public non-sealed class StorageException extends CairnException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message the problem with the value, and the way out
   */
  public StorageException(String message) {
    super(message);
  }

  /**
   * Creates the exception.
   *
   * @param message the problem with the value, and the way out
   * @param cause the failure that the layer below reported
   */
  public StorageException(String message, Throwable cause) {
    super(message, cause);
  }
}
