package dev.cairn.tools.mcp.form;

/**
 * Reports that a tool's argument does not fit its schema; the message names the argument and says
 * what would fit.
 */
public final class BadArgumentException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  BadArgumentException(String message) {
    super(message);
  }
}
