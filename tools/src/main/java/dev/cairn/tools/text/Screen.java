package dev.cairn.tools.text;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
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
  private final boolean canAsk = Boolean.getBoolean("cairn.ask");
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

  /** Returns whether somebody sits at a terminal, who can be asked. */
  public boolean canAsk() {
    return canAsk;
  }

  /** Asks on standard error, and returns the line of the answer; empty if there is none. */
  public String ask(String question) throws IOException {
    err.print(question);
    err.flush();
    String answer =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    return answer == null ? "" : answer;
  }

  /** Starts a progress bar that counts rows, lines or the like; see the other one. */
  public Progress progress(String task, long total) {
    return progress(task, total, Progress.Unit.THINGS);
  }

  /**
   * Starts a progress bar on standard error, which stays silent if that is no terminal.
   *
   * @param task what is done, in a word or two
   * @param total how much there is to do, or {@link Progress#UNKNOWN}
   * @param unit what is counted
   */
  public Progress progress(String task, long total, Progress.Unit unit) {
    return progressColumns == NO_TERMINAL
        ? Progress.silent()
        : Progress.bar(task, total, unit, progressColumns);
  }
}
