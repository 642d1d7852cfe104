package dev.cairn;

/**
 * Thrown when a write has waited for its turn longer than its timeout; it was not applied and never
 * will be.
 *
 * <p>The message names the process and the thread that hold the writer.
 */
public final class WriteTimeoutException extends CairnException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message the time that the write waited, the holder of the writer, and the way out
   */
  public WriteTimeoutException(String message) {
    super(message);
  }
}
