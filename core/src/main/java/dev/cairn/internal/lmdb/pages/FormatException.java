package dev.cairn.internal.lmdb.pages;

/** Reports that a file is not a sound LMDB data file; the message gives the reason. */
public final class FormatException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The general kinds of faults. */
  public enum Kind {
    /** The file is another program's. */
    FOREIGN,
    /** The file is of a version that this program does not read. */
    OTHER_VERSION,
    /** The file is one that this program wrote, and no longer whole. */
    DAMAGED
  }

  /** The kind of the fault. */
  private final Kind kind;

  /** Makes the exception; the message says what is wrong with the file. */
  public FormatException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** Returns the kind of the fault. */
  public Kind kind() {
    return kind;
  }
}
