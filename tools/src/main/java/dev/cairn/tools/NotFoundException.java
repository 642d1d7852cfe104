package dev.cairn.tools;

/** Reports that the store has no site, skill, episode or user of the given name. */
final class NotFoundException extends Exception {
  private static final long serialVersionUID = 1L;

  NotFoundException(String message) {
    super(message);
  }
}
