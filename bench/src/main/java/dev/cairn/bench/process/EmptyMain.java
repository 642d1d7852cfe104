package dev.cairn.bench.process;

/** A child that does nothing but say so. */
final class EmptyMain {
  private EmptyMain() {}

  /** Runs. */
  public static void main(String[] args) {
    ParentJvm.say("read", 0);
  }
}
