package dev.cairn.skills;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.internal.checks.TotalTime;
import dev.cairn.values.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Counts and durations of the uses of a skill, which is code that agents can reuse, over all its
 * versions; immutable.
 *
 * @param id the skill, which may not have been added yet
 * @param uses the number of uses
 * @param successes the number of uses that succeeded
 * @param failures the number of uses that failed; the remaining uses have an unknown outcome
 * @param totalTime the duration of all uses together
 * @param lastUsed the time of the latest use
 */
public record SkillStatistics(
    String id,
    long uses,
    long successes,
    long failures,
    Duration totalTime,
    Optional<Instant> lastUsed) {

  /** The quantile of the normal distribution that leaves 2.5 % at either end. */
  private static final double Z = 1.96;

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if anything is null, the id blank or too long, a number
   *     negative, or more outcomes known than there are uses
   */
  public SkillStatistics {
    Skill.requireId(id);
    if (successes < 0 || failures < 0 || uses < successes + failures) {
      throw new IllegalArgumentException(
          "%d uses cannot have %d successes and %d failures".formatted(uses, successes, failures));
    }
    Arguments.notNegative("totalTime", totalTime);
    Arguments.notNull("lastUsed", lastUsed);
  }

  static SkillStatistics unused(String id) {
    return new SkillStatistics(id, 0, 0, 0, Duration.ZERO, Optional.empty());
  }

  /** Returns the share of successes among the uses with a known outcome, 0 to 1; 0 without any. */
  public double successRate() {
    long judged = successes + failures;
    return judged == 0 ? 0 : (double) successes / judged;
  }

  /** Returns the average duration of a use; zero without any. */
  public Duration meanDuration() {
    return uses == 0 ? Duration.ZERO : totalTime.dividedBy(uses);
  }

  /**
   * Returns a lower bound of the success rate with 95 % confidence, 0 to 1: nine successes in ten
   * uses rank above one in one. 0 without any known outcome.
   *
   * <p>It is the score interval of E. B. Wilson, "Probable inference, the law of succession, and
   * statistical inference", JASA 22 (1927), 209-212.
   */
  public double score() {
    double n = successes + failures;
    if (n == 0) {
      return 0;
    }
    double rate = successRate();
    double squared = Z * Z / n;
    double centre = rate + squared / 2;
    double margin = Z * Math.sqrt((rate * (1 - rate) + squared / 4) / n);
    // Without successes both are equal but for rounding.
    return Math.max(0, (centre - margin) / (1 + squared));
  }

  /** Returns this with one more use; uses arrive in any order, from clocks that differ. */
  SkillStatistics used(Outcome outcome, Duration took, Instant at) {
    return new SkillStatistics(
        id,
        uses + 1,
        successes + (outcome == Outcome.SUCCESS ? 1 : 0),
        failures + (outcome == Outcome.FAILURE ? 1 : 0),
        TotalTime.plus(totalTime, took),
        lastUsed.filter(last -> last.isAfter(at)).or(() -> Optional.of(at)));
  }
}
