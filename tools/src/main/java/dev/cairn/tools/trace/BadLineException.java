package dev.cairn.tools.trace;

/** A line of a trace is no operation; the message says where it stands and what was wrong. */
public final class BadLineException extends Exception {
  private static final long serialVersionUID = 1L;

  BadLineException(String source, int line, IllegalArgumentException wrong) {
    super(source + ":" + line + ": " + wrong.getMessage(), wrong);
  }
}
