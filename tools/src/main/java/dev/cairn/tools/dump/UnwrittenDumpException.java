package dev.cairn.tools.dump;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Reports that a dump could not be written; the message has file and reason. */
public final class UnwrittenDumpException extends IOException {
  private static final long serialVersionUID = 1L;

  UnwrittenDumpException(Path file, String reason) {
    super(message(file, reason));
  }

  UnwrittenDumpException(Path file, IOException e) {
    super(message(file, reason(e)), e);
  }

  private static String message(Path file, String reason) {
    return "%s cannot be written: %s".formatted(file, reason);
  }

  /** Returns the operating system's reason, without the name of the file. */
  private static String reason(IOException e) {
    String reason = e instanceof FileSystemException failed ? failed.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : reason;
  }
}
