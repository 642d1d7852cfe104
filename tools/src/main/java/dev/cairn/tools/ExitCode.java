package dev.cairn.tools;

/** Defines the exit codes of the command {@code cairn}. */
final class ExitCode {
  /** The command succeeded. */
  static final int OK = 0;

  /** The command found a problem in the data, or could not do its work. */
  static final int PROBLEM = 1;

  /** The arguments or the input of the command are wrong. */
  static final int BAD_INPUT = 2;

  private ExitCode() {}
}
