package dev.cairn.tools;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Converts a path argument of a command: refuses an empty path, and expands a leading {@code ~}. A
 * shell leaves it in quotes, in {@code --store=~/x} and in environment variables.
 */
final class UserPath implements ITypeConverter<Path> {
  @Override
  public Path convert(String text) {
    try {
      return of(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Returns the path.
   *
   * @throws IllegalArgumentException if it is empty or cannot be a path; the message says what to
   *     write instead
   */
  static Path of(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("the path is empty; for the working directory, write .");
    }
    if (text.equals("~") || text.startsWith("~/")) {
      return Path.of(home() + text.substring(1));
    }
    if (text.startsWith("~")) {
      throw new IllegalArgumentException(
          "only a shell knows the home directory in '%1$s'; write it out, or ./%1$s for that name here"
              .formatted(text));
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("no path: " + e.getMessage(), e);
    }
  }

  private static String home() {
    String home = System.getenv("HOME");
    return home == null || home.isBlank() ? System.getProperty("user.home") : home;
  }
}
