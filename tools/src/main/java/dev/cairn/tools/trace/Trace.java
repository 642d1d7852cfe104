package dev.cairn.tools.trace;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A whole trace, every line of which is known to be good.
 *
 * @param lines its operations, in the order of the file
 * @param skipped how many bad lines were left out
 */
public record Trace(List<Line> lines, int skipped) {
  /** Keeps a file that is no text at all from filling the memory with one line. */
  private static final int MAX_LINE_BYTES = 64 << 20;

  /**
   * One good line.
   *
   * @param number where it stands in the file, from 1
   * @param json the line itself
   * @param op what it says
   */
  public record Line(int number, String json, Op op) {}

  /** What to do with a bad line. */
  public enum BadLines {
    /** The first ends the reading. */
    REFUSE,
    /** They are counted and left out. */
    SKIP
  }

  /** Copies the lines. */
  public Trace {
    lines = List.copyOf(lines);
  }

  /**
   * Reads a trace to its end; empty lines are passed over.
   *
   * @param source what messages call the file
   * @throws BadLineException for the first bad line, if bad lines are refused
   */
  public static Trace read(String source, InputStream in, BadLines badLines)
      throws IOException, BadLineException {
    TraceParser parser = new TraceParser();
    BufferedInputStream bytes = new BufferedInputStream(in);
    List<Line> lines = new ArrayList<>();
    int skipped = 0;
    int number = 0;
    while (hasMore(bytes)) {
      number++;
      try {
        String json = nextLine(bytes);
        if (!json.isBlank()) {
          lines.add(new Line(number, json, parser.parse(json)));
        }
      } catch (IllegalArgumentException e) {
        if (badLines == BadLines.REFUSE) {
          throw new BadLineException(source, number, e);
        }
        skipped++;
      }
    }
    return new Trace(lines, skipped);
  }

  private static boolean hasMore(BufferedInputStream bytes) throws IOException {
    bytes.mark(1);
    boolean more = bytes.read() >= 0;
    bytes.reset();
    return more;
  }

  /**
   * Splits bytes, not characters: a reader decodes ahead, and could not say in which line the bytes
   * stood that are no UTF-8.
   */
  private static String nextLine(BufferedInputStream bytes) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    for (int b = bytes.read(); b >= 0 && b != '\n'; b = bytes.read()) {
      if (line.size() == MAX_LINE_BYTES) {
        throw new IOException("a line has more than " + (MAX_LINE_BYTES >> 20) + " MiB");
      }
      line.write(b);
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(line.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("not UTF-8", e);
    }
  }
}
