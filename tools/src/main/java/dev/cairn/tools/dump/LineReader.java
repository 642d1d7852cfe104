package dev.cairn.tools.dump;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads lines of any length from a stream, as bytes.
 *
 * <p>A line ends with a line feed; a carriage return before it, which some programs add when they
 * copy a text, belongs to the end.
 */
final class LineReader {
  private final InputStream in;
  private byte[] buffer = new byte[1 << 18];

  /** The begin of the current line in the buffer. */
  private int start;

  /** The end of the current line in the buffer, behind its end mark. */
  private int end;

  /** The end of the bytes read so far. */
  private int limit;

  private long number;

  LineReader(InputStream in) {
    this.in = in;
  }

  /**
   * Moves to the next line.
   *
   * @return false if there is none
   */
  boolean next() throws IOException {
    start = end;
    int at = start;
    while (true) {
      while (at < limit) {
        if (buffer[at++] == '\n') {
          end = at;
          number++;
          return true;
        }
      }
      int searched = at - start;
      if (!fill()) {
        end = limit;
        number += end > start ? 1 : 0;
        return end > start;
      }
      at = start + searched;
    }
  }

  /** Reads more bytes into the buffer; returns false at the end of the input. */
  private boolean fill() throws IOException {
    if (limit == buffer.length) {
      int kept = limit - start;
      byte[] room = kept > buffer.length / 2 ? grown() : buffer;
      System.arraycopy(buffer, start, room, 0, kept);
      buffer = room;
      start = 0;
      limit = kept;
    }
    int count = in.read(buffer, limit, buffer.length - limit);
    limit += Math.max(count, 0);
    return count > 0;
  }

  private byte[] grown() throws IOException {
    int most = Integer.MAX_VALUE - 8;
    if (buffer.length == most) {
      throw new IOException("line " + (number + 1) + " is longer than 2 GiB");
    }
    return new byte[(int) Math.min(2L * buffer.length, most)];
  }

  /** Returns the number of the current line, 1 for the first. */
  long number() {
    return number;
  }

  /** Returns the buffer that holds the line until the next one is read. */
  byte[] buffer() {
    return buffer;
  }

  int start() {
    return start;
  }

  /** Returns the number of bytes in the line without its end mark. */
  int length() {
    int length = end - start;
    if (isWhole()) {
      length--;
      if (length > 0 && buffer[start + length - 1] == '\r') {
        length--;
      }
    }
    return length;
  }

  /** Returns whether the line has an end mark; the last one may have none. */
  boolean isWhole() {
    return end > start && buffer[end - 1] == '\n';
  }

  /** Returns whether the line begins with these bytes. */
  boolean startsWith(byte[] beginning) {
    return length() >= beginning.length
        && Arrays.equals(buffer, start, start + beginning.length, beginning, 0, beginning.length);
  }
}
