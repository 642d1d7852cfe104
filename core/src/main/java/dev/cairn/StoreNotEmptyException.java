package dev.cairn;

/** Rows were to be brought into an empty store, and the store has some; nothing was changed. */
public class StoreNotEmptyException extends CairnException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what was found where, and the way out
   */
  public StoreNotEmptyException(String message) {
    super(message);
  }
}
