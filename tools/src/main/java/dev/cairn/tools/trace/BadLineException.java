package dev.cairn.tools.trace;

/**
 * Reports that a line of an input file is invalid; the message has file, line number and reason.
 */
public final class BadLineException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN_CHARS = 1000;

  /**
   * Names a line.
   *
   * @param source the file's name
   * @param line the number of the line, from 1
   * @param wrong the reason
   */
  public BadLineException(String source, int line, IllegalArgumentException wrong) {
    super(message(source, line, String.valueOf(wrong.getMessage())), wrong);
  }

  BadLineException(String source, int line, String problem) {
    super(message(source, line, problem));
  }

  private static String message(String source, int line, String problem) {
    return source + ":" + line + ": " + shortened(problem);
  }

  /** Keeps both ends of a message that quotes a long value: the way out stands at the end. */
  private static String shortened(String message) {
    return message.length() <= SHOWN_CHARS
        ? message
        : message.substring(0, SHOWN_CHARS / 2)
            + "…"
            + message.substring(message.length() - SHOWN_CHARS / 2);
  }
}
