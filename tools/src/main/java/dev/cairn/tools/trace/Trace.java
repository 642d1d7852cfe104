package dev.cairn.tools.trace;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A valid trace, which is a recording of agents' writes: its operations, in the order of the file.
 *
 * @param lines the operations, with the lines that they stood in
 * @param skipped the number of bad lines that were left out
 */
public record Trace(List<Line> lines, int skipped) {
  /**
   * One good line.
   *
   * @param number the number of the line in the file, from 1
   * @param json the text of the line
   * @param op its operation
   */
  public record Line(int number, String json, Op op) {}

  /** The ways to treat a bad line. */
  public enum BadLines {
    /** The first bad line ends the reading. */
    REFUSE,
    /** Bad lines are counted and left out. */
    SKIP
  }

  /** Copies the lines. */
  public Trace {
    lines = List.copyOf(lines);
  }

  /**
   * Reads a trace to its end; empty lines are passed over.
   *
   * @param source the file's name in messages
   * @param in UTF-8, with or without a byte order mark, plain or compressed with gzip or zstd
   * @throws BadLineException for the first bad line, if bad lines are refused; and if the file is
   *     no text in UTF-8
   */
  public static Trace read(String source, InputStream in, BadLines badLines)
      throws IOException, BadLineException {
    TraceParser parser = new TraceParser();
    TraceBytes bytes = new TraceBytes(source, in);
    List<Line> lines = new ArrayList<>();
    int skipped = 0;
    while (true) {
      try {
        String json = bytes.next();
        if (json == null) {
          return new Trace(lines, skipped);
        }
        if (!json.isBlank()) {
          lines.add(new Line(bytes.number(), json, parser.parse(json)));
        }
      } catch (IllegalArgumentException e) {
        if (badLines == BadLines.REFUSE) {
          throw new BadLineException(source, bytes.number(), e);
        }
        skipped++;
      }
    }
  }
}
