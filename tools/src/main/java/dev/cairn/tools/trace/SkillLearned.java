package dev.cairn.tools.trace;

import dev.cairn.skills.NewSkill;
import dev.cairn.skills.Skill;
import java.util.Map;
import java.util.Optional;

/**
 * The operation {@code skill} in a recording of agents' work: an agent learned a skill, or a new
 * version of one.
 *
 * @param agent the name of the agent, if the trace has it
 * @param skill the skill
 */
public record SkillLearned(Optional<String> agent, NewSkill skill) implements TextOp {
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

  /** Each version has a place of its own: older ones stay readable. */
  @Override
  public Object place() {
    return skill;
  }

  @Override
  public boolean showsIn(Repositories memory) {
    return memory.skills().versions(skill.id()).stream().anyMatch(this::matches);
  }

  private boolean matches(Skill stored) {
    return stored.name().equals(skill.name())
        && stored.description().equals(skill.description())
        && stored.code().equals(skill.code())
        && stored.tags().equals(skill.tags());
  }
}
