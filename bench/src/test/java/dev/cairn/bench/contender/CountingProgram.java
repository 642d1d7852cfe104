package dev.cairn.bench.contender;

import dev.cairn.testing.OtherJvm;
import java.nio.file.Path;

/**
 * A test program that opens one of the compared stores, counts a given number of uses of a note,
 * and ends.
 */
final class CountingProgram {
  private CountingProgram() {}

  /** Starts this program in another JVM, with the flags that the contenders need. */
  static OtherJvm start(ContenderKind kind, Path directory, String id, int uses) {
    return OtherJvm.of(CountingProgram.class, kind.name(), directory, id, uses)
        .flags(JvmArgs.ALL)
        .start();
  }

  public static void main(String[] args) {
    try (Contender contender = ContenderKind.valueOf(args[0]).open(Path.of(args[1]))) {
      for (int i = 0; i < Integer.parseInt(args[3]); i++) {
        contender.use(args[2]);
      }
    }
  }
}
