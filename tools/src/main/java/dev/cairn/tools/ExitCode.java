package dev.cairn.tools;

/** What the command tells its caller when it ends. */
final class ExitCode {
  /** All went well. */
  static final int OK = 0;

  /** The command did its work and found a problem, or could not do it. */
  static final int PROBLEM = 1;

  /** What the command was given was wrong. */
  static final int BAD_INPUT = 2;

  private ExitCode() {}
}
