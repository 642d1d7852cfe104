package dev.cairn.tools.text;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Formats numbers, durations, times and sizes for people. */
public final class Figures {
  /** Made for the first time that is shown: it takes longer than most numbers. */
  private static final class Clock {
    static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
            .withZone(ZoneId.systemDefault());
  }

  /** A calendar ends before instants do; a day, because zones differ from UTC by less. */
  private static final Instant CALENDAR_BEGINS =
      LocalDateTime.MIN.plusDays(1).toInstant(ZoneOffset.UTC);

  private static final Instant CALENDAR_ENDS =
      LocalDateTime.MAX.minusDays(1).toInstant(ZoneOffset.UTC);

  private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private Figures() {}

  /** Returns {@code 12,345}. */
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** Returns {@code 1 line} or {@code 12,345 lines}. */
  public static String count(long count, String noun) {
    return count(count) + " " + noun + (count == 1 ? "" : "s");
  }

  /** Returns {@code 87 %} of {@code part} in {@code whole}; of nothing, a dash. */
  public static String share(long part, long whole) {
    return whole == 0 ? "–" : String.format(Locale.ROOT, "%.0f %%", 100.0 * part / whole);
  }

  /** Returns the two greatest units at most: {@code 850 µs}, {@code 4.2 s}, {@code 3 h 20 min}. */
  public static String duration(Duration duration) {
    double seconds = duration.getSeconds() + duration.getNano() / 1e9;
    if (seconds < 0.001) {
      return String.format(Locale.ROOT, "%.0f µs", seconds * 1e6);
    } else if (seconds < 1) {
      return String.format(Locale.ROOT, "%.0f ms", seconds * 1e3);
    } else if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    } else if (seconds < 3600) {
      return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    } else if (duration.toDays() == 0) {
      return duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }
    return count(duration.toDays()) + " d " + duration.toHoursPart() + " h";
  }

  /**
   * Returns a time in the machine's zone, to the second; at the ends of time, where no calendar has
   * a date for it, in UTC as {@link Instant#toString} writes it.
   */
  public static String time(Instant instant) {
    boolean hasDate = instant.isAfter(CALENDAR_BEGINS) && instant.isBefore(CALENDAR_ENDS);
    return hasDate ? Clock.TIME.format(instant) : instant.toString();
  }

  /** Returns {@code 1.5 MiB}. */
  public static String bytes(long bytes) {
    int unit = 0;
    double size = bytes;
    while (size >= 1024 && unit < BYTE_UNITS.length - 1) {
      size /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", size, BYTE_UNITS[unit]);
  }
}
