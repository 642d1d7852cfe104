package dev.cairn.tools.mcp.groups;

import dev.cairn.Memory;
import dev.cairn.maintenance.StoreChange.RowChanged;
import dev.cairn.skills.NewSkill;
import dev.cairn.skills.Skill;
import dev.cairn.skills.SkillQuery;
import dev.cairn.skills.SkillStatistics;
import dev.cairn.skills.Skills;
import dev.cairn.skills.Skills.RankedSkill;
import dev.cairn.table.Table;
import dev.cairn.tools.mcp.form.About;
import dev.cairn.tools.mcp.form.Effect;
import dev.cairn.tools.mcp.form.Resource;
import dev.cairn.tools.mcp.form.ResourceUris;
import dev.cairn.tools.mcp.form.Tool;
import dev.cairn.tools.mcp.form.ToolGroup;
import dev.cairn.values.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Defines the MCP tools for skills, which are code that agents can reuse, with statistics of their
 * success.
 */
public final class SkillTools implements ToolGroup {
  static final String ID = "the id of the skill, such as login-example";
  private static final String CODE = "cairn://skills/{id}/code";
  private static final int SKILLS_FOUND = 10;

  private static final Set<String> TABLES =
      Skills.tables().stream().map(Table::name).collect(Collectors.toUnmodifiableSet());

  record AddedSkill(
      @About("a short id without spaces; an existing one gets a new version") String id,
      @About("a name for people") String name,
      @About("what the skill does and when to use it") Optional<String> description,
      @About("the code, in any language") Optional<String> code,
      @About("the groups that the skill belongs to") Optional<List<String>> tags) {}

  record SkillUse(
      @About(ID) String id,
      @About("the outcome of the use") Outcome outcome,
      @About("how long it took, in seconds") Optional<Duration> seconds) {}

  record SkillQuestion(
      @About("words that the name or the description must have") Optional<String> words,
      @About("a tag that the skill must have") Optional<String> tag,
      @About("the most skills to return; 10 if it is not given") Optional<Integer> limit) {}

  record SkillId(
      @About(ID) String id,
      @About("the version; the latest if it is not given") Optional<Integer> version) {}

  record FoundSkill(
      String id,
      int version,
      String name,
      String description,
      List<String> tags,
      @About("how often it was used") long uses,
      @About("the share of uses with a known outcome that succeeded, 0 to 1") double successRate) {
    static FoundSkill of(RankedSkill ranked) {
      Skill skill = ranked.skill();
      SkillStatistics statistics = ranked.statistics();
      return new FoundSkill(
          skill.id(),
          skill.version(),
          skill.name(),
          skill.description(),
          skill.tags(),
          statistics.uses(),
          statistics.successRate());
    }
  }

  record FoundSkills(
      @About("the skills, the most reliable first; get_skill returns the code of one")
          List<FoundSkill> skills) {}

  @Override
  public String name() {
    return "skills";
  }

  @Override
  public List<Tool<?, ?>> tools() {
    return List.of(
        Tool.of(
                "best_skills",
                "Best skills",
                "Finds skills, code that worked before, by words or a tag, and ranks them by how"
                    + " reliably they worked. Call it before writing code for a task.",
                Effect.READS)
            .takes(SkillQuestion.class)
            .gives(FoundSkills.class, SkillTools::best),
        Tool.of("get_skill", "Get skill", "Returns a skill with its code.", Effect.READS)
            .takes(SkillId.class)
            .gives(Skill.class, SkillTools::get),
        Tool.of(
                "add_skill",
                "Add skill",
                "Remembers a skill, code that is worth using again. An existing id gets a new"
                    + " version, and its uses stay counted.",
                Effect.ADDS)
            .takes(AddedSkill.class)
            .gives(Skill.class, SkillTools::add),
        Tool.of(
                "record_skill_use",
                "Record skill use",
                "Counts a use of a skill and its outcome, by which best_skills ranks.",
                Effect.ADDS)
            .takes(SkillUse.class)
            .gives(
                SkillStatistics.class,
                (memory, use) ->
                    memory
                        .skills()
                        .recordUse(use.id(), use.outcome(), use.seconds().orElse(Duration.ZERO))));
  }

  private static FoundSkills best(Memory memory, SkillQuestion question) {
    SkillQuery query = SkillQuery.atMost(question.limit().orElse(SKILLS_FOUND));
    if (question.words().isPresent()) {
      query = query.withWords(question.words().get());
    }
    if (question.tag().isPresent()) {
      query = query.tagged(question.tag().get());
    }
    return new FoundSkills(memory.skills().best(query).stream().map(FoundSkill::of).toList());
  }

  private static Skill get(Memory memory, SkillId asked) {
    return asked
        .version()
        .map(version -> memory.skills().get(asked.id(), version))
        .orElseGet(() -> memory.skills().get(asked.id()))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no skill '%s'%s; best_skills finds the ids"
                        .formatted(
                            asked.id(),
                            asked.version().map(each -> " of version " + each).orElse(""))));
  }

  private static Skill add(Memory memory, AddedSkill added) {
    return memory
        .skills()
        .add(
            new NewSkill(
                added.id(),
                added.name(),
                added.description().orElse(""),
                added.code().orElse(""),
                added.tags().orElse(List.of())));
  }

  @Override
  public List<Resource> resources() {
    return List.of(
        new Resource(
            CODE,
            "skill-code",
            "Skill code",
            "The code of the latest version of a skill",
            "text/plain",
            (memory, id) -> memory.skills().get(id).map(Skill::code)));
  }

  @Override
  public Optional<String> changedResource(RowChanged row) {
    return TABLES.contains(row.table())
        ? Optional.of(ResourceUris.of(CODE, row.key().get(0).toString()))
        : Optional.empty();
  }
}
