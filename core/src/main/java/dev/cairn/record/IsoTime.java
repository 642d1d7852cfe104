package dev.cairn.record;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Parses instants and durations in ISO 8601 form about ten times faster than {@code java.time}. It
 * takes only the form that their {@code toString} writes. The speed matters to a restore, which
 * reads millions of rows that contain many times.
 */
final class IsoTime {
  private static final int NANO_DIGITS = 9;
  private static final int SECONDS_A_DAY = 86_400;

  /** The units of a duration, in the order in which they stand. */
  private static final String UNITS = "HMS";

  private static final int LAST_UNIT = 2;
  private static final int[] UNIT_SECONDS = {3600, 60, 1};

  /** Most digits of a number that is read here. */
  private static final int MOST_DIGITS = 12;

  private final String text;
  private int at;

  private IsoTime(String text) {
    this.text = text;
  }

  /** Reads an instant, with the result of {@link Instant#parse}. */
  static Instant instant(String text) {
    Instant plain = new IsoTime(text).instant();
    return plain == null ? Instant.parse(text) : plain;
  }

  /** Reads a duration, with the result of {@link Duration#parse}. */
  static Duration duration(String text) {
    Duration plain = new IsoTime(text).duration();
    return plain == null ? Duration.parse(text) : plain;
  }

  /** Reads {@code 2026-01-31T23:59:58.123Z}; null if the text has another form, or is none. */
  private @Nullable Instant instant() {
    int year = digits(4);
    boolean fits = skip('-');
    int month = digits(2);
    fits &= skip('-');
    int day = digits(2);
    fits &= skip('T');
    int hour = digits(2);
    fits &= skip(':');
    int minute = digits(2);
    fits &= skip(':');
    int second = digits(2);
    int nanos = fraction();
    fits &= skip('Z') && at == text.length();
    if (!fits
        || Math.min(Math.min(year, month), Math.min(day, hour)) < 0
        || Math.min(Math.min(minute, second), nanos) < 0
        || month < 1
        || month > 12
        || day < 1
        || day > LocalDate.of(year, month, 1).lengthOfMonth()
        || hour > 23
        || minute > 59
        || second > 59) {
      return null;
    }
    long days = LocalDate.of(year, month, day).toEpochDay();
    return Instant.ofEpochSecond(
        days * SECONDS_A_DAY + hour * 3600L + minute * 60L + second, nanos);
  }

  /** Reads {@code PT1H2M3.5S}; null if the text has another form, or is none. */
  private @Nullable Duration duration() {
    if (!skip('P') || !skip('T') || at == text.length()) {
      return null;
    }
    long seconds = 0;
    int nanos = 0;
    for (int unit = 0; at < text.length(); unit++) {
      long number = number();
      boolean fraction = at < text.length() && text.charAt(at) == '.';
      nanos = fraction();
      while (unit < UNITS.length() && !skip(UNITS.charAt(unit))) {
        unit++;
      }
      if (number < 0 || nanos < 0 || unit == UNITS.length() || (fraction && unit != LAST_UNIT)) {
        return null;
      }
      seconds += number * UNIT_SECONDS[unit];
    }
    return Duration.ofSeconds(seconds, nanos);
  }

  /** Reads a number of up to twelve digits; -1 if there is none. */
  private long number() {
    int from = at;
    long number = 0;
    while (at < text.length() && isDigit(text.charAt(at)) && at - from < MOST_DIGITS) {
      number = number * 10 + text.charAt(at++) - '0';
    }
    return at == from ? -1 : number;
  }

  /** Reads a point and up to nine digits as nanoseconds; 0 if there is no point, -1 if no digit. */
  private int fraction() {
    if (!skip('.')) {
      return 0;
    }
    int nanos = 0;
    int count = 0;
    while (at < text.length() && isDigit(text.charAt(at)) && count < NANO_DIGITS) {
      nanos = nanos * 10 + text.charAt(at++) - '0';
      count++;
    }
    if (count == 0) {
      return -1;
    }
    for (; count < NANO_DIGITS; count++) {
      nanos *= 10;
    }
    return nanos;
  }

  /** Reads so many digits; -1 if there are fewer. */
  private int digits(int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
      if (at == text.length() || !isDigit(text.charAt(at))) {
        return -1;
      }
      value = value * 10 + text.charAt(at++) - '0';
    }
    return value;
  }

  private boolean skip(char expected) {
    if (at < text.length() && text.charAt(at) == expected) {
      at++;
      return true;
    }
    return false;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
