package dev.cairn.internal.lmdb.files;

import dev.cairn.StoreOpenException;
import dev.cairn.StoreOpenException.Reason;
import dev.cairn.internal.lmdb.pages.FormatException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * Creates the exceptions for a store whose files cannot be opened, with messages that say what to
 * do.
 */
public final class OpenFailures {
  private OpenFailures() {}

  /** Returns the exception for a store that another copy of this library has open in this JVM. */
  public static StoreOpenException otherClassLoader(Path store) {
    return new StoreOpenException(
        Reason.OTHER_CLASS_LOADER,
        "store %s is open in this JVM already, through another class loader than %s, and two openings would drop each other's file locks. Close it there first, or load Cairn once, in a class loader that is a parent of both (a server's directory of shared libraries), and share one Cairn"
            .formatted(store, OpenFailures.class.getClassLoader()));
  }

  public static StoreOpenException missing(Path directory) {
    return new StoreOpenException(
        Reason.MISSING,
        "there is no store at %s; check the path, or open it for writing to create one"
            .formatted(directory));
  }

  public static StoreOpenException refused(Path data, FormatException e) {
    String problem = e.getMessage();
    return switch (e.kind()) {
      case FOREIGN ->
          new StoreOpenException(
              Reason.NOT_A_STORE,
              "%s is not a Cairn store: %s. Check the path".formatted(data, problem),
              e);
      case OTHER_VERSION ->
          new StoreOpenException(
              Reason.NEWER_FORMAT,
              "%s: %s. Use the version that wrote it".formatted(data, problem),
              e);
      case DAMAGED ->
          new StoreOpenException(
              Reason.DAMAGED,
              "%s is damaged: %s. Restore the store from a dump or a copy".formatted(data, problem),
              e);
    };
  }

  /** Returns the exception for an operation on the files that the system refused. */
  public static StoreOpenException refused(Path directory, IOException e) {
    String message =
        e instanceof FileSystemException
            ? e.getClass().getSimpleName() + ": " + e.getMessage() // the message is only the path
            : e.getMessage() == null ? e.toString() : e.getMessage();
    return e instanceof AccessDeniedException
        ? noPermission(directory, message, e)
        : new StoreOpenException(
            Reason.STORAGE,
            "the store at %s cannot be opened: %s".formatted(directory, message),
            e);
  }

  /** Returns the exception for files that this user may not open. */
  public static StoreOpenException noPermission(Path directory, String message, Exception cause) {
    return new StoreOpenException(
        Reason.NO_PERMISSION,
        "no permission to open the store at %s (%s); it belongs to the user who made it. Even reading needs write access to %s, where readers register"
            .formatted(directory, message, StoreFiles.LOCK),
        cause);
  }
}
