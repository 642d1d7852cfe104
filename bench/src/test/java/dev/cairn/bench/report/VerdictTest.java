package dev.cairn.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Tests that a figure is compared with its goal exactly, and that a missing figure meets no goal.
 */
class VerdictTest {

  private static Verdict ratio(double measured, Bound bound, double wanted) {
    return new Verdict("ours ÷ theirs", measured, bound, wanted, "", "");
  }

  @Test
  void theBoundItselfHolds() {
    assertThat(ratio(1.4, Bound.AT_MOST, 1.4).holds()).isTrue();
    assertThat(ratio(20, Bound.AT_LEAST, 20).holds()).isTrue();
  }

  @Test
  void beyondTheBoundIsShort() {
    assertThat(ratio(1.41, Bound.AT_MOST, 1.4).holds()).isFalse();
    assertThat(ratio(19.9, Bound.AT_LEAST, 20).holds()).isFalse();
  }

  @Test
  void whatWasNotMeasuredIsShortOfEveryBound() {
    assertThat(ratio(Double.NaN, Bound.AT_MOST, 1.4).holds()).isFalse();
    assertThat(ratio(Double.NaN, Bound.AT_LEAST, 20).holds()).isFalse();
  }

  @Test
  void aLineHasNameMeasuredWantedAndVerdict() {
    assertThat(ratio(1.6, Bound.AT_MOST, 1.4).toString().split(" {2,}"))
        .containsExactly("ours ÷ theirs", "1.60", "≤ 1.4", "short");
    assertThat(new Verdict("puts", 201_234.5, Bound.AT_LEAST, 200_000, "ops/s", "Cairn").toString())
        .matches("puts +201,235 ops/s +≥ 200,000 ops/s ok +\\(Cairn\\)");
  }

  /** Rounding must not make a line contradict itself. */
  @Test
  void whatFallsShortByLittleIsShownToDoSo() {
    assertThat(ratio(1.4001, Bound.AT_MOST, 1.4).toString()).contains("1.4001");
    assertThat(ratio(0.5999, Bound.AT_LEAST, 0.6).toString()).contains("0.5999");
  }
}
