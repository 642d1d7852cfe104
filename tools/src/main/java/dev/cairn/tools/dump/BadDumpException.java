package dev.cairn.tools.dump;

import dev.cairn.IncompatibleRecordException;

/** Reports that a dump is refused; the message has file, line and reason. */
public final class BadDumpException extends Exception {
  private static final long serialVersionUID = 1L;

  private enum Kind {
    /** Not a dump, or not one for this version or these tables. */
    FOREIGN,
    /** Damaged or cut off at a known place. */
    DAMAGED_HERE,
    /** Damaged at an unknown place. */
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

  /** A line cannot be read. */
  static BadDumpException at(String file, long line, String problem) {
    return new BadDumpException(place(file, line) + problem, Kind.DAMAGED_HERE);
  }

  /** A line is whole, and the class of its table, or one of its indexes, cannot take the row. */
  static BadDumpException refused(String file, long line, IncompatibleRecordException e) {
    return new BadDumpException(
        place(file, line)
            + "table '%s' does not take the row: %s"
                .formatted(e.table().orElse("unknown"), e.problem()),
        Kind.FOREIGN);
  }

  /** The dump ends too early, or in a way it should not. */
  static BadDumpException atEnd(String file, String problem) {
    return new BadDumpException(file + " " + problem, Kind.DAMAGED_HERE);
  }

  /** The trailer does not fit the lines before it. */
  static BadDumpException beforeTrailer(String file, long line, String problem) {
    return somewhere(place(file, line) + problem);
  }

  /** The checksum of the whole dump does not match. */
  static BadDumpException somewhere(String file, String problem) {
    return somewhere(file + " " + problem);
  }

  private static BadDumpException somewhere(String message) {
    return new BadDumpException(
        message + ". The place of the damage is unknown, so --allow-truncated takes nothing of it",
        Kind.DAMAGED_SOMEWHERE);
  }

  private static String place(String file, long line) {
    return "%s, line %d: ".formatted(file, line);
  }

  /** Returns whether it is a dump, but a damaged one. */
  public boolean damaged() {
    return kind != Kind.FOREIGN;
  }

  /** Returns whether the rows before the damage are known to be good. */
  boolean hasPlace() {
    return kind == Kind.DAMAGED_HERE;
  }
}
