package dev.cairn.tools.imports;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;

/**
 * Reads times as other programs write them: ISO 8601 with a T or a space, with an offset or in UTC,
 * or seconds or milliseconds since 1970.
 */
final class Times {
  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendPattern("['T'][' ']")
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendOffset("+HH:MM", "Z")
          .optionalEnd()
          .optionalEnd()
          .toFormatter();

  /** A number of seconds that is later than this, in the year 5138, counts milliseconds. */
  private static final double LAST_SECOND = 1e11;

  private Times() {}

  /** Returns the time in a text; empty if it is none. */
  static Optional<Instant> read(String text) {
    String trimmed = text.strip();
    try {
      if (trimmed.matches("-?[0-9]{1,16}([.][0-9]*)?")) {
        double number = Double.parseDouble(trimmed);
        double seconds = Math.abs(number) > LAST_SECOND ? number / 1000 : number;
        return Optional.of(Instant.ofEpochMilli(Math.round(seconds * 1000)));
      }
      TemporalAccessor time =
          ISO.parseBest(trimmed, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
      if (time instanceof OffsetDateTime offset) {
        return Optional.of(offset.toInstant());
      } else if (time instanceof LocalDateTime local) {
        return Optional.of(local.toInstant(ZoneOffset.UTC));
      }
      return Optional.of(LocalDate.from(time).atStartOfDay().toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
