package dev.cairn.config;

import dev.cairn.limits.Rate;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations, sizes, rates and paths as people write them in settings and options. */
public final class WrittenValue {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,15}) ?([a-z]*)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,18}) ?([KMGT]?)(I?B)?");
  private static final Pattern RATE = Pattern.compile("(\\d{1,18}) ?/ ?(.+)");
  private static final String SIZE_UNITS = "KMGT";

  /** Longer waits are as good as endless; a mistake in the unit is more likely. */
  private static final Duration LONGEST = Duration.ofDays(3_650);

  private WrittenValue() {}

  /**
   * Returns the duration of {@code 30s}, {@code 500ms}, {@code 2h}, or ISO 8601's {@code PT1M}; a
   * number alone counts seconds.
   *
   * @throws IllegalArgumentException if it is no duration, is zero, or is longer than ten years
   */
  public static Duration duration(String text) {
    Duration duration = read(text);
    if (duration.isZero() || duration.isNegative()) {
      throw new IllegalArgumentException(Form.shown(text) + " is not longer than zero");
    }
    if (duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(Form.shown(text) + " is longer than 3650d");
    }
    return duration;
  }

  private static Duration read(String text) {
    try {
      if (text.startsWith("P")) {
        return Duration.parse(text);
      }
      Matcher written = DURATION.matcher(text.toLowerCase(Locale.ROOT));
      if (written.matches()) {
        return unit(written.group(2), text).multipliedBy(Long.parseLong(written.group(1)));
      }
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException(noDuration(text), e);
    }
    throw new IllegalArgumentException(noDuration(text));
  }

  private static Duration unit(String name, String text) {
    return switch (name) {
      case "ms" -> Duration.ofMillis(1);
      case "", "s", "sec", "second", "seconds" -> Duration.ofSeconds(1);
      case "m", "min", "minute", "minutes" -> Duration.ofMinutes(1);
      case "h", "hour", "hours" -> Duration.ofHours(1);
      case "d", "day", "days" -> Duration.ofDays(1);
      default -> throw new IllegalArgumentException(noDuration(text));
    };
  }

  private static String noDuration(String text) {
    return Form.shown(text) + " is no duration such as 500ms, 30s, 10m, 2h or 1d";
  }

  /**
   * Returns the bytes of {@code 4G} or {@code 512 MiB}, with units that are powers of 1024; a
   * number alone counts bytes.
   *
   * @throws IllegalArgumentException if it is no size, or too large
   */
  public static long bytes(String text) {
    Matcher size = SIZE.matcher(text.toUpperCase(Locale.ROOT));
    if (!size.matches()) {
      throw new IllegalArgumentException(Form.shown(text) + " is no size such as 4G or 512M");
    }
    long bytes = Long.parseLong(size.group(1));
    String unit = size.group(2);
    int shift = unit.isEmpty() ? 0 : 10 * (SIZE_UNITS.indexOf(unit) + 1);
    if (bytes > Long.MAX_VALUE >> shift) {
      throw new IllegalArgumentException(Form.shown(text) + " is more bytes than there can be");
    }
    return bytes << shift;
  }

  /**
   * Returns the rate of {@code 100/min}, {@code 5/hour} or {@code 20/10s}.
   *
   * @throws IllegalArgumentException if it is no rate, or none that {@link Rate} allows
   */
  public static Rate rate(String text) {
    Matcher written = RATE.matcher(text);
    if (!written.matches()) {
      throw new IllegalArgumentException(
          Form.shown(text) + " is no rate such as 100/min, 5/hour or 20/10s");
    }
    String period = written.group(2);
    boolean isUnit = !Character.isDigit(period.charAt(0)) && period.charAt(0) != 'P';
    return new Rate(Long.parseLong(written.group(1)), duration(isUnit ? "1" + period : period));
  }

  /**
   * Returns a path, with the home directory for a leading {@code ~}, which a shell leaves in quotes
   * and in variables.
   *
   * @param environment the variables, of which {@code HOME} is used
   * @throws IllegalArgumentException if it is empty or cannot be a path; the message says what to
   *     write instead
   */
  public static Path path(String text, Map<String, String> environment) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("the path is empty; for the working directory, write .");
    }
    if (text.equals("~") || text.startsWith("~/")) {
      String home = environment.getOrDefault("HOME", "");
      return Path.of((home.isBlank() ? System.getProperty("user.home") : home) + text.substring(1));
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
}
