package dev.cairn.tools.dump;

import dev.cairn.CorruptRecordException;
import dev.cairn.IncompatibleRecordException;

/** A dump cannot be taken; the message says which, where in it, and what is wrong. */
public final class BadDumpException extends Exception {
  private static final long serialVersionUID = 1L;

  private enum Kind {
    /** Something else than was expected. */
    FOREIGN,
    /** Damaged or cut off at a place that is known. */
    DAMAGED_HERE,
    /** Damaged, and nobody knows where. */
    DAMAGED_SOMEWHERE
  }

  private final Kind kind;

  private BadDumpException(String message, Kind kind) {
    super(message);
    this.kind = kind;
  }

  /** The file is no dump that this version reads. */
  static BadDumpException foreign(String file, String problem) {
    return new BadDumpException(file + " " + problem, Kind.FOREIGN);
  }

  /** A line is not what it should be. */
  static BadDumpException at(String file, long line, String problem) {
    return new BadDumpException(place(file, line) + problem, Kind.DAMAGED_HERE);
  }

  /** A line is whole, and the class of its table cannot hold the row. */
  static BadDumpException refused(String file, long line, IncompatibleRecordException e) {
    return refused(file, line, e.table().orElse("unknown"), e.problem());
  }

  /** A line is whole, and an index of its table cannot have the row. */
  static BadDumpException refused(String file, long line, CorruptRecordException e) {
    return refused(file, line, e.table(), e.problem());
  }

  private static BadDumpException refused(String file, long line, String table, String problem) {
    return new BadDumpException(
        place(file, line) + "table '%s' does not take the row: %s".formatted(table, problem),
        Kind.FOREIGN);
  }

  /** The end is not what it should be. */
  static BadDumpException atEnd(String file, String problem) {
    return new BadDumpException(file + " " + problem, Kind.DAMAGED_HERE);
  }

  /** The trailer does not fit the lines before it. */
  static BadDumpException beforeTrailer(String file, long line, String problem) {
    return somewhere(place(file, line) + problem);
  }

  /** A checksum of it all does not match. */
  static BadDumpException somewhere(String file, String problem) {
    return somewhere(file + " " + problem);
  }

  private static BadDumpException somewhere(String message) {
    return new BadDumpException(
        message + ". Where the damage is nobody knows, so --allow-truncated takes nothing of it",
        Kind.DAMAGED_SOMEWHERE);
  }

  private static String place(String file, long line) {
    return "%s, line %d: ".formatted(file, line);
  }

  /** Returns whether the dump is damaged, and not merely no dump. */
  public boolean damaged() {
    return kind != Kind.FOREIGN;
  }

  /** Returns whether what comes before the damage can be told from the rest. */
  boolean hasPlace() {
    return kind == Kind.DAMAGED_HERE;
  }
}
