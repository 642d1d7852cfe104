package dev.cairn.tools.text;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Gives a command its standard output and standard error, with their widths, and tells whether a
 * person can answer questions.
 *
 * <p>Both are UTF-8 in every locale, since other programs read them. Nothing reaches them that
 * {@link TerminalText} does not let through, whatever a command prints. The launcher tells in
 * system properties which of them is a terminal: Java 22 and later cannot.
 */
public final class Screen {
  private static final int NO_TERMINAL = 0;

  private final PrintWriter out = safe(new FileOutputStream(FileDescriptor.out), false);
  private final PrintWriter err = safe(new FileOutputStream(FileDescriptor.err), true);
  private final int columns = Integer.getInteger("cairn.columns", NO_TERMINAL);
  private final boolean canAsk = Boolean.getBoolean("cairn.ask");
  private final int progressColumns = Integer.getInteger("cairn.progress.columns", NO_TERMINAL);

  private static PrintWriter safe(OutputStream stream, boolean flushing) {
    Writer bytes = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
    return new PrintWriter(new BufferedWriter(new TerminalWriter(bytes)), flushing);
  }

  /** Sends the log of libraries, and what else Java prints on standard error, to {@link #err}. */
  public void captureSystemErr() {
    System.setErr(LogStream.to(err));
  }

  /**
   * Returns standard output without the filter, for the help of the command, whose texts are the
   * program's own and may have colours.
   */
  public PrintWriter help() {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8),
        true);
  }

  /** Returns standard output, which the end of the command flushes. */
  public PrintWriter out() {
    return out;
  }

  /** Begins standard output anew at the top of an empty screen, if it is a terminal. */
  public void clear() {
    if (isTerminal()) {
      out.flush();
      PrintWriter terminal = help();
      terminal.print("\033[H\033[2J");
      terminal.flush();
    }
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

  /** Returns whether a person at a terminal can be asked. */
  public boolean canAsk() {
    return canAsk;
  }

  /**
   * Asks on standard error, and returns the line of the answer, or an empty text at the end of
   * input.
   */
  public String ask(String question) throws IOException {
    err.print(question);
    err.flush();
    String answer =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    return answer == null ? "" : answer;
  }

  /** Starts a progress bar that counts rows, lines or the like. */
  public ProgressDisplay progress(String task, long total) {
    return progress(task, total, ProgressDisplay.Unit.THINGS);
  }

  /**
   * Starts a progress bar on standard error, which shows nothing if that is no terminal.
   *
   * @param task the name of the work, a word or two
   * @param total the amount of work, or {@link ProgressDisplay#UNKNOWN}
   * @param unit the unit of the total
   */
  public ProgressDisplay progress(String task, long total, ProgressDisplay.Unit unit) {
    return progressColumns == NO_TERMINAL
        ? ProgressDisplay.silent()
        : ProgressDisplay.bar(task, total, unit, progressColumns);
  }
}
