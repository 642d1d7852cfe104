package dev.cairn.tools.trace;

/** A line of a trace is no operation; the message says where it stands and what was wrong. */
public final class BadLineException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN_CHARS = 1000;

  BadLineException(String source, int line, IllegalArgumentException wrong) {
    super(source + ":" + line + ": " + shortened(String.valueOf(wrong.getMessage())), wrong);
  }

  /** What is wrong can quote the line's longest value; the way out stands at the end. */
  private static String shortened(String message) {
    return message.length() <= SHOWN_CHARS
        ? message
        : message.substring(0, SHOWN_CHARS / 2)
            + "…"
            + message.substring(message.length() - SHOWN_CHARS / 2);
  }
}
