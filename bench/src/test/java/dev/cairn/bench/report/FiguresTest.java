package dev.cairn.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that figures are formatted with three significant digits. */
class FiguresTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.0123, 0.01",
    "1.404, 1.40",
    "15.04, 15.0",
    "999.4, 999",
    "999.6, 1.00 k",
    "1234, 1.23 k",
    "48049, 48.0 k",
    "999499, 999 k",
    "999999, 1.00 M",
    "14249000, 14.2 M"
  })
  void compactFiguresHaveThreeDigits(double value, String text) {
    assertThat(Figures.compact(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"1.404, 1.40", "397.7, 398", "'1234', '1,230'", "'48049', '48,000'"})
  void plainFiguresHaveNoLetters(double value, String text) {
    assertThat(Figures.plain(value)).isEqualTo(text);
  }
}
