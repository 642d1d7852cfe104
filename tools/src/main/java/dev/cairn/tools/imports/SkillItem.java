package dev.cairn.tools.imports;

import dev.cairn.Memory;
import dev.cairn.skills.NewSkill;
import dev.cairn.skills.SkillStatistics;
import java.util.Optional;

/**
 * Brings in a skill, which is code that agents reuse, and its counted uses.
 *
 * @param skill the skill
 * @param uses its uses, if the source counts them
 */
record SkillItem(NewSkill skill, Optional<SkillStatistics> uses) implements Item {
  @Override
  public void bring(Memory memory, boolean dry, Tally tally) {
    boolean fresh = memory.skills().get(skill.id()).isEmpty();
    tally.count("skills", fresh);
    if (fresh && !dry) {
      memory.skills().add(skill);
    }
    uses.ifPresent(
        counted -> {
          boolean unused = memory.skills().statistics(skill.id()).uses() == 0;
          tally.count("skills' uses", unused);
          if (unused && !dry) {
            memory.skills().putIfAbsent(counted);
          }
        });
  }
}
