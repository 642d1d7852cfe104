package dev.cairn.tools.replay;

/** A replay could not be carried through; what was acknowledged until then is in the store. */
public final class ReplayFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  ReplayFailedException(String message) {
    super(message);
  }
}
