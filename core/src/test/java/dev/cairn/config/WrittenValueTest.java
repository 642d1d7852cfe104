package dev.cairn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.limits.Rate;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that durations, sizes and rates are read as people write them, and that others are not. */
class WrittenValueTest {
  @ParameterizedTest
  @CsvSource({
    "30, PT30S",
    "30s, PT30S",
    "30 s, PT30S",
    "500ms, PT0.5S",
    "10m, PT10M",
    "10min, PT10M",
    "2H, PT2H",
    "1 day, PT24H",
    "PT1M, PT1M",
    "3650d, P3650D"
  })
  void readsADuration(String text, Duration duration) {
    assertThat(WrittenValue.duration(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s",
        "0",
        "0s",
        "-1s",
        "PT-1S",
        "1 parsec",
        "1.5s",
        "3651d",
        "PT",
        "999999999999999d"
      })
  void refusesWhatIsNoDuration(String text) {
    assertThatThrownBy(() -> WrittenValue.duration(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @ParameterizedTest
  @CsvSource({"4G, 4294967296", "512 MiB, 536870912", "40mb, 41943040", "17, 17", "1k, 1024"})
  void readsASize(String text, long bytes) {
    assertThat(WrittenValue.bytes(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "G", "-1", "1.5G", "1P", "99999999999T"})
  void refusesWhatIsNoSize(String text) {
    assertThatThrownBy(() -> WrittenValue.bytes(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @Test
  void readsARate() {
    assertThat(WrittenValue.rate("100/min")).isEqualTo(Rate.perMinute(100));
    assertThat(WrittenValue.rate("5 / hour")).isEqualTo(Rate.perHour(5));
    assertThat(WrittenValue.rate("10/d")).isEqualTo(Rate.perDay(10));
    assertThat(WrittenValue.rate("20/10s")).isEqualTo(new Rate(20, Duration.ofSeconds(10)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "100", "/min", "0/min", "100/", "100/fortnight", "-1/min", "100/0s"})
  void refusesWhatIsNoRate(String text) {
    assertThatThrownBy(() -> WrittenValue.rate(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
