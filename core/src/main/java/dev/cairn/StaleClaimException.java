package dev.cairn;

/**
 * A job was to be completed, failed or given back under a claim that does not hold any more, or
 * never did; nothing was changed.
 */
public final class StaleClaimException extends CairnException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message the job, the claim, the state of the job now, and the way out
   */
  public StaleClaimException(String message) {
    super(message);
  }
}
