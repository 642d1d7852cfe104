package dev.cairn.tools.dump;

import dev.cairn.CorruptRecordException;

/** A dump cannot be taken; the message says which, where in it, and what is wrong. */
public final class BadDumpException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Whether it is damaged, and not merely something else than was expected. */
  private final boolean damaged;

  private BadDumpException(String message, boolean damaged) {
    super(message);
    this.damaged = damaged;
  }

  /** The file is no dump that this version reads. */
  static BadDumpException foreign(String file, String problem) {
    return new BadDumpException(file + " " + problem, false);
  }

  /** A line is not what it should be. */
  static BadDumpException at(String file, long line, String problem) {
    return new BadDumpException("%s, line %d: %s".formatted(file, line, problem), true);
  }

  /** A line is whole, and the class of its table refuses what it says. */
  static BadDumpException refused(String file, long line, CorruptRecordException e) {
    return new BadDumpException(
        "%s, line %d: table '%s' does not take the row: %s"
            .formatted(file, line, e.table(), e.problem()),
        false);
  }

  /** The end is not what it should be. */
  static BadDumpException atEnd(String file, String problem) {
    return new BadDumpException(file + " " + problem, true);
  }

  /** Returns whether the dump is damaged, and not merely no dump. */
  public boolean damaged() {
    return damaged;
  }
}
