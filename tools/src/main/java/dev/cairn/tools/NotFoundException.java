package dev.cairn.tools;

/** The store has no such site, skill, episode or user. */
final class NotFoundException extends Exception {
  private static final long serialVersionUID = 1L;

  NotFoundException(String message) {
    super(message);
  }
}
