package dev.cairn.tools.imports;

import dev.cairn.tools.trace.BadLineException;
import dev.cairn.tools.trace.TraceBytes;
import java.io.IOException;
import java.io.Reader;

/**
 * Reads the lines of a source as one stream of characters, for a parser whose values may span
 * lines. It holds one line at a time.
 */
final class LinesReader extends Reader {
  private final String source;
  private final TraceBytes lines;
  private String line = "";
  private int at;

  /**
   * Begins with the first line.
   *
   * @param source the source's name in messages
   */
  LinesReader(String source, TraceBytes lines) {
    this.source = source;
    this.lines = lines;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IOException if the source cannot be read; with a {@link BadLineException} as its cause
   *     if a line is broken
   */
  @Override
  public int read(char[] characters, int from, int most) throws IOException {
    if (at == line.length() && !advance()) {
      return -1;
    }
    int count = Math.min(most, line.length() - at);
    line.getChars(at, at + count, characters, from);
    at += count;
    return count;
  }

  private boolean advance() throws IOException {
    try {
      String next = lines.next();
      if (next != null) {
        line = next + '\n';
        at = 0;
      }
      return next != null;
    } catch (BadLineException e) {
      throw new IOException(e);
    } catch (IllegalArgumentException e) {
      throw new IOException(new BadLineException(source, lines.number(), e));
    }
  }

  /** Does nothing: the source closes its file. */
  @Override
  public void close() {}
}
