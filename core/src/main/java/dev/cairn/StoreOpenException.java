package dev.cairn;

/**
 * Thrown when a path cannot be opened as a store; nothing that was on it was changed. Where there
 * was no store, a new and empty one may have been left.
 */
public final class StoreOpenException extends CairnException {
  private static final long serialVersionUID = 1L;

  /** The reasons for which a path cannot be opened. */
  public enum Reason {
    /** There is no store at the path, and none may be created. */
    MISSING,
    /** The file or directory at the path is not a Cairn store. */
    NOT_A_STORE,
    /** The data file is shorter than its own header says, or its header is damaged. */
    DAMAGED,
    /** A newer version of Cairn, or of LMDB, wrote the store. */
    NEWER_FORMAT,
    /** The operating system denies access to the path. */
    NO_PERMISSION,
    /** The path is on a network file system, where memory maps are not coherent. */
    NETWORK_FILE_SYSTEM,
    /** The same path is open in this JVM already, with options that contradict these. */
    CONFLICTING_OPTIONS,
    /** The store is open in this JVM already, in a copy of the library of another class loader. */
    OTHER_CLASS_LOADER,
    /** The storage layer refused for a reason that its message tells. */
    STORAGE
  }

  /** The reason for which the path could not be opened. */
  private final Reason reason;

  /**
   * Creates the exception.
   *
   * @param reason the reason why the path could not be opened
   * @param message the path, the problem, and the way out
   */
  public StoreOpenException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /**
   * Creates the exception.
   *
   * @param reason the reason why the path could not be opened
   * @param message the path, the problem, and the way out
   * @param cause the failure that the layer below reported
   */
  public StoreOpenException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /**
   * Returns why the path could not be opened, for programs; the message says it for people.
   *
   * @return the reason
   */
  public Reason reason() {
    return reason;
  }
}
