package dev.cairn.skills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.values.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests that the success rate and the score of a skill are computed from its judged uses, even if
 * there are none.
 */
class SkillStatisticsTest {
  @ParameterizedTest
  // The formula of the interval in Python, with z = 1.95996.
  @CsvSource({"1, 0, 0.2065", "9, 1, 0.5958", "90, 10, 0.8256", "0, 1, 0.0", "5, 5, 0.2366"})
  void theScoreIsTheLowerBoundOfWilsonsInterval(long successes, long failures, double score) {
    assertThat(stats(successes + failures, successes, failures).score())
        .isCloseTo(score, within(1e-4));
  }

  @Test
  void withoutAnyUseThereIsNothingToDivideBy() {
    SkillStatistics none = stats(0, 0, 0);

    assertThat(none.score()).isZero();
    assertThat(none.successRate()).isZero();
    assertThat(none.meanDuration()).isZero();
  }

  @Test
  void usesThatWereNotJudgedAreNotInTheRate() {
    assertThat(stats(10, 3, 1).successRate()).isEqualTo(0.75);
    assertThat(stats(10, 0, 0).score()).isZero();
  }

  @Test
  void aTotalTimeAtItsEndStaysThere() {
    Duration longest = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
    SkillStatistics restored = new SkillStatistics("login", 1, 0, 0, longest, Optional.empty());

    SkillStatistics used = restored.used(Outcome.SUCCESS, Duration.ofSeconds(1), Instant.MAX);

    assertThat(used)
        .isEqualTo(new SkillStatistics("login", 2, 1, 0, longest, Optional.of(Instant.MAX)));
  }

  @Test
  void numbersThatCannotBeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> stats(3, 2, 2))
        .withMessage("3 uses cannot have 2 successes and 2 failures");
    assertThatIllegalArgumentException().isThrownBy(() -> stats(3, -1, 2));
  }

  private static SkillStatistics stats(long uses, long successes, long failures) {
    return new SkillStatistics(
        "login", uses, successes, failures, Duration.ofSeconds(uses), Optional.empty());
  }
}
