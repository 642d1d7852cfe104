package dev.cairn.skills;

import dev.cairn.internal.checks.Arguments;
import java.util.Comparator;

/**
 * A skill and how it fared, as one of the best.
 *
 * @param skill its latest version
 * @param stats how it fared
 */
public record RankedSkill(Skill skill, SkillStats stats) {
  /** Between equal scores, the one that succeeded more often, then the order of ids. */
  static final Comparator<RankedSkill> BEST_FIRST =
      Comparator.comparingDouble((RankedSkill ranked) -> ranked.stats().score())
          .thenComparingLong(ranked -> ranked.stats().successes())
          .reversed()
          .thenComparing(ranked -> ranked.skill().id());

  /** Checks that nothing is null. */
  public RankedSkill {
    Arguments.notNull("skill", skill);
    Arguments.notNull("stats", stats);
  }
}
