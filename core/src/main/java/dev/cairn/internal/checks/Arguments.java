package dev.cairn.internal.checks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks the arguments of public methods, and throws an {@link IllegalArgumentException} that names
 * a bad argument and shows its value.
 *
 * <p>A null is refused the same way: callers have one kind of exception for "your argument is bad".
 */
public final class Arguments {
  private Arguments() {}

  /** Returns {@code value}, unless it is null. */
  public static <T> T notNull(String name, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException(name + " is null");
    }
    return value;
  }

  /**
   * Returns {@code path}, unless it is null, empty or begins with the component {@code ~}.
   *
   * <p>Java takes an empty path for the working directory, and {@code ~} for a name like others.
   * Such a path comes from a setting that is missing, or was meant for a shell.
   */
  public static Path storePath(String name, @Nullable Path path) {
    Path given = notNull(name, path);
    if (given.toString().isEmpty()) {
      throw new IllegalArgumentException(
          name + " is empty; name a directory, and the working directory by '.'");
    }
    if (given.startsWith("~")) {
      throw new IllegalArgumentException(
          name
              + " begins with '~', which only shells take for the home directory: "
              + given
              + "; use System.getProperty(\"user.home\"), or './~' for a directory of that name");
    }
    return given;
  }

  /**
   * Returns a value as messages show it: in quotation marks, and only its beginning if it is long.
   *
   * @param mostChars the most UTF-16 code units to show; a pair of surrogates is not cut
   */
  public static String quoted(String value, int mostChars) {
    if (value.length() <= mostChars) {
      return "'" + value + "'";
    }
    boolean cutsPair =
        mostChars > 0
            && Character.isHighSurrogate(value.charAt(mostChars - 1))
            && Character.isLowSurrogate(value.charAt(mostChars));
    return "'" + value.substring(0, cutsPair ? mostChars - 1 : mostChars) + "…'";
  }

  /** Returns {@code value}, unless it is null, empty or only white space. */
  public static String notBlank(String name, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(
          name + (value == null ? " is null" : " is blank: '" + value + "'"));
    }
    return value;
  }

  /** Returns {@code value}, unless it is null or below zero. */
  public static Duration notNegative(String name, @Nullable Duration value) {
    Duration duration = notNull(name, value);
    if (duration.isNegative()) {
      throw new IllegalArgumentException(
          name + " is negative: " + duration + "; give one that is not, as PT30S for 30 seconds");
    }
    return duration;
  }

  /** Returns {@code value}, unless it is null, zero or below. */
  public static Duration positive(String name, @Nullable Duration value) {
    Duration duration = notNegative(name, value);
    if (duration.isZero()) {
      throw new IllegalArgumentException(name + " is zero; it must be positive");
    }
    return duration;
  }

  /** Returns {@code value}, unless it is below zero. */
  public static int notNegative(String name, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " is negative: " + value);
    }
    return value;
  }

  /** Returns {@code value}, unless it is zero or below. */
  public static int positive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive: " + value);
    }
    return value;
  }

  /** Returns {@code value}, unless it is zero or below. */
  public static long positive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive: " + value);
    }
    return value;
  }

  /** Returns {@code value}, unless it is below zero. */
  public static long notNegative(String name, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " is negative: " + value);
    }
    return value;
  }

  /** Returns an immutable copy of {@code list}, unless it or an element of it is null. */
  public static <T> List<T> copyOf(String name, @Nullable List<T> list) {
    for (T element : notNull(name, list)) {
      if (element == null) {
        throw new IllegalArgumentException(name + " has a null in it: " + list);
      }
    }
    return List.copyOf(list);
  }

  /**
   * Returns an immutable copy of {@code map} in the order of its names, unless it or a value in it
   * is null, or a name null or blank.
   *
   * <p>The order makes equal maps equal in their bytes: that of {@link Map#copyOf} differs by JVM.
   */
  public static Map<String, String> sortedCopyOf(String name, @Nullable Map<String, String> map) {
    Map<String, String> copy = new TreeMap<>();
    notNull(name, map)
        .forEach(
            (key, value) ->
                copy.put(
                    notBlank("a name in " + name, key), notNull(name + "[" + key + "]", value)));
    return Collections.unmodifiableMap(copy);
  }
}
