package dev.cairn.skills;

import dev.cairn.internal.checks.Arguments;
import java.util.Comparator;

/**
 * A skill with the statistics by which it is ranked.
 *
 * @param skill its latest version
 * @param statistics its uses
 */
public record RankedSkill(Skill skill, SkillStatistics statistics) {
  /** By score; at equal scores by successes, then by id. */
  static final Comparator<RankedSkill> BEST_FIRST =
      Comparator.comparingDouble((RankedSkill ranked) -> ranked.statistics().score())
          .thenComparingLong(ranked -> ranked.statistics().successes())
          .reversed()
          .thenComparing(ranked -> ranked.skill().id());

  /** Checks that nothing is null. */
  public RankedSkill {
    Arguments.notNull("skill", skill);
    Arguments.notNull("statistics", statistics);
  }
}
