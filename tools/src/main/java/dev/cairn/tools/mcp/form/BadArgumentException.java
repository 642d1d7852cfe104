package dev.cairn.tools.mcp.form;

/** An argument that does not fit its schema; the message says which one, and what would fit. */
public final class BadArgumentException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  BadArgumentException(String message) {
    super(message);
  }
}
