package dev.cairn.survival;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * How much the tests of this package do: seconds' worth in every build, hours' worth with {@code
 * mvn verify -Psurvival}.
 */
public final class Effort {
  private static final boolean LONG = "long".equals(System.getProperty("cairn.effort"));
  private static final Path FIGURES = Path.of("target", "survival.txt");

  private Effort() {}

  /** Returns the one or the other. */
  public static int of(int inEveryBuild, int inTheLongForm) {
    return LONG ? inTheLongForm : inEveryBuild;
  }

  /** Returns what random numbers begin with: always the same, unless {@code -Dcairn.seed} says. */
  public static long seed() {
    return Long.getLong("cairn.seed", 20_261_126);
  }

  /** Notes a figure of this run in {@code target/survival.txt}. */
  public static void note(String figure) {
    try {
      Files.createDirectories(FIGURES.getParent());
      Files.writeString(
          FIGURES, figure + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
