package dev.cairn.tools.text;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Where a command's output goes: standard output and standard error, and how wide they are.
 *
 * <p>Always UTF-8, whatever the locale: other programs read it. Whether an output is a terminal is
 * what the launcher says in system properties, for Java 22 and later no longer tell.
 */
public final class Screen {
  private static final int NO_TERMINAL = 0;

  private final PrintWriter out = writer(FileDescriptor.out, false);
  private final PrintWriter err = writer(FileDescriptor.err, true);
  private final int columns = Integer.getInteger("cairn.columns", NO_TERMINAL);
  private final int progressColumns = Integer.getInteger("cairn.progress.columns", NO_TERMINAL);

  private static PrintWriter writer(FileDescriptor descriptor, boolean flushing) {
    Writer writer =
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8);
    return new PrintWriter(new BufferedWriter(writer), flushing);
  }

  /** Returns standard output, which the end of the command flushes. */
  public PrintWriter out() {
    return out;
  }

  /** Returns standard error. */
  public PrintWriter err() {
    return err;
  }

  /** Returns whether standard output is a terminal. */
  public boolean isTerminal() {
    return columns != NO_TERMINAL;
  }

  /** Returns how long a line of standard output may be; without limit if it is no terminal. */
  public int width() {
    return isTerminal() ? columns : Integer.MAX_VALUE;
  }

  /** Starts a progress bar on standard error, which stays silent if that is no terminal. */
  public Progress progress(String task, long total) {
    return progressColumns == NO_TERMINAL
        ? Progress.silent()
        : Progress.bar(task, total, progressColumns);
  }
}
