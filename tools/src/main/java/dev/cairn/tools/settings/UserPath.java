package dev.cairn.tools.settings;

import dev.cairn.config.WrittenValue;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Converts a path argument of a command: refuses an empty path, and expands a leading {@code ~}. A
 * shell leaves it in quotes, in {@code --store=~/x} and in environment variables.
 */
public final class UserPath implements ITypeConverter<Path> {
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
  public static Path of(String text) {
    return WrittenValue.path(text, System.getenv());
  }
}
