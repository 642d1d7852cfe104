package dev.cairn.tools.load;

/** Reports that a load test ended early, since one of its JVMs did. */
public final class LoadFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  LoadFailedException(String message) {
    super(message);
  }
}
