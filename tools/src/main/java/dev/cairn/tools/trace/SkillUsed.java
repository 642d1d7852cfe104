package dev.cairn.tools.trace;

import dev.cairn.skills.SkillStatistics;
import dev.cairn.values.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The operation {@code skill-outcome} in a recording of agents' work: an agent used a skill.
 *
 * @param agent the name of the agent, if the trace has it
 * @param id the id of the skill
 * @param success whether it worked
 * @param took the duration of the use
 */
public record SkillUsed(Optional<String> agent, String id, boolean success, Duration took)
    implements Op {
  static SkillUsed of(Fields fields) {
    return new SkillUsed(
        fields.agent(), fields.text("id"), fields.truth("success"), fields.seconds("seconds"));
  }

  @Override
  public Subject subject() {
    return Subject.named(Subject.Kind.SKILL, id);
  }

  @Override
  public void applyTo(Repositories memory) {
    memory.skills().recordUse(id, Outcome.of(success), took);
  }

  @Override
  public Map<Counter, Long> raises() {
    return Map.of(Counter.ofOutcome(success), 1L, Counter.NANOSECONDS, Counter.nanoseconds(took));
  }

  @Override
  public long read(Counter counter, Repositories memory) {
    SkillStatistics stats = memory.skills().statistics(id);
    return switch (counter) {
      case SUCCESSES -> stats.successes();
      case FAILURES -> stats.failures();
      default -> Counter.nanoseconds(stats.totalTime());
    };
  }
}
