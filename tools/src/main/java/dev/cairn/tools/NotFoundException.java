package dev.cairn.tools;

/** The store does not have what was asked for. */
final class NotFoundException extends Exception {
  private static final long serialVersionUID = 1L;

  NotFoundException(String message) {
    super(message);
  }
}
