package dev.cairn.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that the fast time parser gives the same results as {@code java.time}, whatever the text.
 */
class IsoTimeTest {
  private static final int ROUNDS = 20_000;
  private static final String LETTERS = "0123456789-:.TZPHMSDW+e ";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-21T15:28:26Z",
        "2026-11-21T15:28:26.5Z",
        "2026-11-21T15:28:26.000000001Z",
        "2024-02-29T00:00:00Z",
        "2023-02-29T00:00:00Z",
        "2026-02-30T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-01-00T00:00:00Z",
        "2026-01-01T24:00:00Z",
        "2026-01-01T23:60:00Z",
        "2016-12-31T23:59:60Z",
        "0000-01-01T00:00:00Z",
        "-0001-01-01T00:00:00Z",
        "+12026-01-01T00:00:00Z",
        "2026-01-01T00:00:00.Z",
        "2026-01-01T00:00:00.0000000001Z",
        "2026-01-01T00:00Z",
        "2026-01-01t00:00:00z",
        "2026-01-01T00:00:00+01:00",
        "2026-01-01T00:00:00",
        "2026-01-01T00:00:00ZZ",
        "２026-01-01T00:00:00Z",
        ""
      })
  void instants(String text) {
    sameInstant(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PT0S",
        "PT1.5S",
        "PT0.000000001S",
        "PT1H",
        "PT2M",
        "PT1H2M3.004S",
        "PT1H3S",
        "PT3S1H",
        "PT1M1M",
        "PT1.5M",
        "PT1.5M2S",
        "PT.5S",
        "PT1.S",
        "PT1.0000000001S",
        "PT-1.5S",
        "-PT1.5S",
        "P1D",
        "P1DT1S",
        "PT",
        "P",
        "PT1",
        "PT12",
        "pt1s",
        "PT999999999999S",
        "PT9999999999999S",
        "PT999999999999H",
        "PT9223372036854775807S",
        "PT9223372036854775808S",
        "PT1SS",
        ""
      })
  void durations(String text) {
    sameDuration(text);
  }

  @Test
  void whateverToStringWrites() {
    Random random = new Random(7);
    for (int i = 0; i < ROUNDS; i++) {
      long seconds = random.nextLong() >> (20 + random.nextInt(44));
      int nanos = random.nextInt(1_000_000_000);
      nanos -= random.nextBoolean() ? nanos % 1_000_000 : 0;
      Duration duration = Duration.ofSeconds(seconds, random.nextInt(3) == 0 ? 0 : nanos);
      assertThat(IsoTime.duration(duration.toString())).isEqualTo(duration);
      Instant instant = Instant.ofEpochSecond(seconds % 31_556_889_864_403_199L, nanos);
      assertThat(IsoTime.instant(instant.toString())).isEqualTo(instant);
    }
  }

  @Test
  void damagedText() {
    Random random = new Random(8);
    for (int i = 0; i < ROUNDS; i++) {
      sameInstant(damaged("2026-11-21T15:28:26.125Z", random));
      sameDuration(damaged("PT12H34M56.789S", random));
    }
  }

  private static String damaged(String text, Random random) {
    StringBuilder damaged = new StringBuilder(text);
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(damaged.length());
      char letter = LETTERS.charAt(random.nextInt(LETTERS.length()));
      switch (random.nextInt(3)) {
        case 0 -> damaged.setCharAt(at, letter);
        case 1 -> damaged.insert(at, letter);
        default -> damaged.deleteCharAt(at);
      }
    }
    return damaged.toString();
  }

  private static void sameInstant(String text) {
    Instant wanted;
    try {
      wanted = Instant.parse(text);
    } catch (DateTimeException e) {
      assertThatThrownBy(() -> IsoTime.instant(text)).isInstanceOf(e.getClass());
      return;
    }
    assertThat(IsoTime.instant(text)).as(text).isEqualTo(wanted);
  }

  private static void sameDuration(String text) {
    Duration wanted;
    try {
      wanted = Duration.parse(text);
    } catch (DateTimeParseException e) {
      assertThatThrownBy(() -> IsoTime.duration(text)).as(text).isInstanceOf(e.getClass());
      return;
    }
    assertThat(IsoTime.duration(text)).as(text).isEqualTo(wanted);
  }
}
