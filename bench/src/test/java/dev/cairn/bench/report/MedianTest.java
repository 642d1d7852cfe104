package dev.cairn.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tests that the median of an even number of values lies between the two in the middle, and that an
 * empty list is refused.
 */
class MedianTest {

  @Test
  void ofAnOddNumberIsTheOneInTheMiddle() {
    assertThat(Median.of(List.of(9.0, 1.0, 2.0))).isEqualTo(2);
  }

  @Test
  void ofAnEvenNumberIsBetweenTheTwoInTheMiddle() {
    assertThat(Median.of(List.of(9.0, 1.0, 2.0, 4.0))).isEqualTo(3);
  }

  @Test
  void ofOneIsThatOne() {
    assertThat(Median.of(List.of(7.5))).isEqualTo(7.5);
  }

  @Test
  void ofNothingIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Median.of(List.of()));
  }
}
