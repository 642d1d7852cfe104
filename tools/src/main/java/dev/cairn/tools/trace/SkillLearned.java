package dev.cairn.tools.trace;

import dev.cairn.skills.NewSkill;
import dev.cairn.skills.Skill;
import java.util.Map;
import java.util.Optional;

/**
 * An agent learned a skill, or a better version of one.
 *
 * @param agent who
 * @param skill the skill
 */
public record SkillLearned(Optional<String> agent, NewSkill skill) implements Told {
  static SkillLearned of(Fields fields) {
    return new SkillLearned(
        fields.agent(),
        Skill.of(fields.text("id"), fields.text("name"))
            .describedAs(fields.optionalText("description").orElse(""))
            .withCode(fields.text("code"))
            .tagged(fields.texts("tags")));
  }

  @Override
  public Subject subject() {
    return Subject.named(Subject.Kind.SKILL, skill.id());
  }

  @Override
  public void applyTo(Repositories memory) {
    memory.skills().add(skill);
  }

  @Override
  public Map<Counter, Long> raises() {
    return Map.of(Counter.TIMES_ADDED, 1L);
  }

  @Override
  public long read(Counter counter, Repositories memory) {
    return memory.skills().get(skill.id()).map(Skill::timesAdded).orElse(0L);
  }

  /** Older versions stay readable: each has its own place. */
  @Override
  public Object place() {
    return skill;
  }

  @Override
  public boolean showsIn(Repositories memory) {
    return memory.skills().versions(skill.id()).stream().anyMatch(this::isTold);
  }

  private boolean isTold(Skill stored) {
    return stored.name().equals(skill.name())
        && stored.description().equals(skill.description())
        && stored.code().equals(skill.code())
        && stored.tags().equals(skill.tags());
  }
}
