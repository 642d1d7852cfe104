package dev.cairn.tools.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
