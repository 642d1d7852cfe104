package dev.cairn.tools.text;

import java.io.IOException;
import java.io.Writer;

/**
 * A writer that passes on characters that are safe to print on a terminal, and escapes all others
 * as {@link TerminalText} does.
 *
 * <p>For one thread at a time.
 */
final class TerminalWriter extends Writer {
  private static final int NONE = -1;

  private final Writer out;

  /** The first half of a surrogate pair whose second half may come with the next call. */
  private int half = NONE;

  TerminalWriter(Writer out) {
    this.out = out;
  }

  @Override
  public void write(char[] units, int offset, int length) throws IOException {
    if (length == 0) {
      return;
    }
    String text = new String(units, offset, length);
    if (half != NONE) {
      text = (char) half + text;
      half = NONE;
    }
    int end = text.length() - 1;
    if (Character.isHighSurrogate(text.charAt(end))) {
      half = text.charAt(end);
      text = text.substring(0, end);
    }
    out.write(TerminalText.lines(text));
  }

  /** Writes everything except the first half of a pair, which waits for the other. */
  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    if (half != NONE) {
      out.write(TerminalText.lines(Character.toString(half)));
      half = NONE;
    }
    out.close();
  }
}
