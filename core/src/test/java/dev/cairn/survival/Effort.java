package dev.cairn.survival;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Sets the amount of work of the survival tests: some seconds in every build, hours with {@code mvn
 * verify -Psurvival}.
 */
public final class Effort {
  private static final String CHOSEN = System.getProperty("cairn.effort", "short");
  private static final int BRIEF = 4;
  private static final Path FIGURES = Path.of("target", "survival.txt");

  private Effort() {}

  /** Returns the one or the other; on the second JDK a quarter of the first will do. */
  public static int of(int inEveryBuild, int inTheLongForm) {
    return switch (CHOSEN) {
      case "long" -> inTheLongForm;
      case "brief" -> (inEveryBuild + BRIEF - 1) / BRIEF;
      default -> inEveryBuild;
    };
  }

  /** Returns the seed of random numbers: a fixed one, unless {@code -Dcairn.seed} sets it. */
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
