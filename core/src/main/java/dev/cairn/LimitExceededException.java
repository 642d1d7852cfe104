package dev.cairn;

/** The permits of a limit were not there before the deadline; none was taken. */
public final class LimitExceededException extends CairnException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message the limit, what is left of it, and when the permits are there
   */
  public LimitExceededException(String message) {
    super(message);
  }
}
