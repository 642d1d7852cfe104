package dev.cairn.bench.work;

/** Checks that a contender did the work that it was measured at. */
final class Counts {
  private Counts() {}

  static void check(long expected, long found) {
    if (expected != found) {
      throw new IllegalStateException(
          "the work was not done: %,d changes made, %,d found".formatted(expected, found));
    }
  }
}
