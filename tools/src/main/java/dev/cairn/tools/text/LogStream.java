package dev.cairn.tools.text;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Redirects {@code System.err}, to which libraries write, to a writer, line by line. */
final class LogStream extends OutputStream {
  private final PrintWriter out;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  private LogStream(PrintWriter out) {
    this.out = out;
  }

  /** Returns a stream that prints to {@code out}. */
  static PrintStream to(PrintWriter out) {
    return new PrintStream(new LogStream(out), true, StandardCharsets.UTF_8);
  }

  /** A PrintStream calls this under its lock. */
  @Override
  public void write(int b) {
    if (b == '\n') {
      out.println(line.toString(StandardCharsets.UTF_8));
      line.reset();
    } else {
      line.write(b);
    }
  }
}
