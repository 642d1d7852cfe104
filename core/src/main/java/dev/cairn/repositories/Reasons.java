package dev.cairn.repositories;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says in a report why a file could not be read. */
final class Reasons {
  private Reasons() {}

  /** Returns the reason of a failure, without the path, which stands beside it. */
  static String of(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof NoSuchFileException) {
      return "it vanished while it was looked at";
    }
    String reason =
        failure instanceof FileSystemException named ? named.getReason() : failure.getMessage();
    return reason == null ? failure.toString() : reason;
  }
}
