package dev.cairn;

/** Thrown when an operation needs an empty store and the store has rows; nothing was changed. */
public final class StoreNotEmptyException extends CairnException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message the store, the rows that it has, and the way out
   */
  public StoreNotEmptyException(String message) {
    super(message);
  }
}
