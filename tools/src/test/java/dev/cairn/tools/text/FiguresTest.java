package dev.cairn.tools.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests that durations, sizes, counts and times are written in readable units, whatever their
 * value.
 */
class FiguresTest {
  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 µs",
    "PT0.00085S, 850 µs",
    "PT0.012S, 12 ms",
    "PT4.25S, 4.3 s",
    "PT3M5S, 3 min 5 s",
    "PT3H20M, 3 h 20 min",
    "PT49H, 2 d 1 h",
    "P400000D, '400,000 d 0 h'",
  })
  void writesADurationInItsGreatestUnits(Duration duration, String text) {
    assertThat(Figures.duration(duration)).isEqualTo(text);
  }

  @Test
  void writesSizesCountsAndShares() {
    assertThat(Figures.bytes(1023)).isEqualTo("1023 B");
    assertThat(Figures.bytes(3L << 29)).isEqualTo("1.5 GiB");
    assertThat(Figures.bytes(Long.MAX_VALUE)).isEqualTo("8.0 EiB");
    assertThat(Figures.count(1, "line")).isEqualTo("1 line");
    assertThat(Figures.count(12345, "line")).isEqualTo("12,345 lines");
    assertThat(Figures.share(2, 3)).isEqualTo("67 %");
    assertThat(Figures.share(0, 0)).isEqualTo("–");
  }

  @Test
  void writesAnyTimeThatThereIs() {
    assertThat(Figures.time(Instant.parse("2026-11-21T13:34:48.9Z")))
        .matches("2026-11-2\\d \\d\\d:\\d4:48");
    assertThat(Figures.time(Instant.MAX)).isEqualTo("+1000000000-12-31T23:59:59.999999999Z");
    assertThat(Figures.time(Instant.MIN)).isEqualTo("-1000000000-01-01T00:00:00Z");
    for (long second : new long[] {0, 1, 86_400, 31_536_000, 31_622_400, 31_708_800, 40_000_000}) {
      assertThat(Figures.time(Instant.MAX.minusSeconds(second))).isNotBlank();
      assertThat(Figures.time(Instant.MIN.plusSeconds(second))).isNotBlank();
    }
    assertThat(Figures.time(Instant.parse("-0044-03-15T12:00:00Z"))).startsWith("-0044-03-1");
  }

  @Test
  void writesAnyDurationThatThereIs() {
    assertThat(Figures.duration(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999)))
        .isEqualTo("106,751,991,167,300 d 15 h");
    assertThat(Figures.duration(Duration.ofSeconds(Long.MIN_VALUE))).isNotBlank();
  }
}
