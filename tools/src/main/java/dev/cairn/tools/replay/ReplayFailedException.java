package dev.cairn.tools.replay;

/**
 * Reports that a replay of recorded writes ended early; the operations acknowledged until then are
 * in the store.
 */
public final class ReplayFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  ReplayFailedException(String message) {
    super(message);
  }
}
