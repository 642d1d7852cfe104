package dev.cairn.langchain4j;

import dev.cairn.Memory;
import dev.cairn.skills.Skill;
import dev.cairn.skills.SkillQuery;
import dev.cairn.skills.SkillStatistics;
import dev.cairn.skills.Skills.RankedSkill;
import dev.cairn.values.Outcome;
import dev.cairn.values.PromptText;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Offers a language model tools that store and find skills, which are code that agents can reuse.
 * Pass an instance to {@code AiServices.builder(…).tools(…)}.
 *
 * <p>Each answers with a text. Bad arguments are refused with an {@link IllegalArgumentException}
 * whose message a model can act on; LangChain4j passes it on. Thread-safe; what a tool has recorded
 * is durable when it answers.
 */
public final class SkillTools {
  private static final int MOST = 10;
  private static final String ID = "the id of the skill, such as login";

  private final Memory memory;

  /** Makes tools over the skills of {@code memory}. */
  public SkillTools(Memory memory) {
    this.memory = Objects.requireNonNull(memory, "memory");
  }

  /** Adds a skill, or a new version of it. */
  @Tool(
      name = "add_skill",
      value = "Keeps a skill for other agents; one that is known already gets a new version.")
  public String addSkill(
      @P(name = "id", value = ID) String id,
      @P(name = "name", value = "its name, in a few words") String name,
      @P(name = "description", value = "what it does, in a sentence") String description,
      @P(name = "code", value = "the code, or the steps") String code,
      @P(name = "tags", value = "words to find it by", required = false)
          @Nullable List<String> tags) {
    Skill skill =
        memory
            .skills()
            .add(
                Skill.of(id, name)
                    .describedAs(description)
                    .withCode(code)
                    .tagged(tags == null ? List.of() : tags));
    return "Kept as version %d.".formatted(skill.version());
  }

  /** Returns the code of a skill. */
  @Tool(name = "get_skill", value = "Returns the code of a skill.")
  public String getSkill(@P(name = "id", value = ID) String id) {
    return memory
        .skills()
        .get(id)
        .map(Skill::code)
        .orElseGet(() -> "There is no skill " + PromptText.words(id) + "; use best_skills.");
  }

  /** Returns the best skills, one a line. */
  @Tool(
      name = "best_skills",
      value = "Lists the skills that are known to work best: id, name, description, success rate.")
  public String bestSkills(
      @P(name = "words", value = "words that the skill is about", required = false)
          @Nullable String words,
      @P(name = "tag", value = "a tag that the skill must have", required = false)
          @Nullable String tag) {
    SkillQuery query = SkillQuery.atMost(MOST);
    query = words == null || words.isBlank() ? query : query.withWords(words);
    query = tag == null || tag.isBlank() ? query : query.tagged(tag);
    List<RankedSkill> best = memory.skills().best(query);
    return best.isEmpty()
        ? "No such skill is known yet."
        : best.stream().map(SkillTools::line).collect(Collectors.joining("\n"));
  }

  private static String line(RankedSkill ranked) {
    return String.format(
        Locale.ROOT,
        "%s: %s. %s (%.0f %% of %d uses succeeded)",
        PromptText.words(ranked.skill().id()),
        PromptText.words(ranked.skill().name()),
        PromptText.words(ranked.skill().description()),
        100 * ranked.statistics().successRate(),
        ranked.statistics().uses());
  }

  /** Counts a use of a skill. */
  @Tool(name = "use_skill", value = "Counts a use of a skill, and whether it succeeded.")
  public String useSkill(
      @P(name = "id", value = ID) String id,
      @P(name = "success", value = "whether it succeeded") boolean success,
      @P(name = "seconds", value = "how long it took, in seconds") double seconds) {
    SkillStatistics uses =
        memory
            .skills()
            .recordUse(id, Outcome.of(success), Duration.ofMillis(Math.round(seconds * 1000)));
    return "%d of %d uses succeeded.".formatted(uses.successes(), uses.uses());
  }
}
