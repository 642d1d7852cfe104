package dev.cairn.skills;

import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Defines the tables of skills, which are code that agents can reuse: latest versions, older
 * versions, and uses.
 */
final class SkillTables {
  static final Index<Skill, String> BY_TAG =
      Index.many("tag", Keys.string(), SkillTables::lowerCaseTags);

  static final Index<Skill, String> BY_WORD = Index.many("word", Keys.string(), SkillTables::words);

  static final Table<String, Skill> SKILLS =
      Table.named("skills").keyedBy(Keys.string()).holding(Skill.class).indexedBy(BY_TAG, BY_WORD);

  static final Table<SkillVersion, Skill> OLDER_VERSIONS =
      Table.named("skill-versions").keyedBy(Keys.record(SkillVersion.class)).holding(Skill.class);

  /** A table of its own: a use need not rewrite the code, and a new version keeps the uses. */
  static final Table<String, SkillStatistics> STATS =
      Table.named("skill-stats").keyedBy(Keys.string()).holding(SkillStatistics.class);

  private SkillTables() {}

  record SkillVersion(String id, int version) {}

  static List<String> lowerCaseTags(Skill skill) {
    return skill.tags().stream().map(tag -> tag.toLowerCase(Locale.ROOT)).toList();
  }

  static Set<String> words(Skill skill) {
    Set<String> words = Words.of(skill.name());
    words.addAll(Words.of(skill.description()));
    return words;
  }
}
