package dev.cairn.tools.replay;

/** A replay ended early; the operations acknowledged until then are in the store. */
public final class ReplayFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  ReplayFailedException(String message) {
    super(message);
  }
}
