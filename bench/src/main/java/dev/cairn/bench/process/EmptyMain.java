package dev.cairn.bench.process;

/**
 * The program of a child JVM that does nothing but print a line, so that the start of a JVM alone
 * can be measured.
 */
final class EmptyMain {
  private EmptyMain() {}

  /** Runs. */
  public static void main(String[] args) {
    ParentJvm.say("read", 0);
  }
}
