package dev.cairn.skills;

import static dev.cairn.skills.SkillTables.BY_TAG;
import static dev.cairn.skills.SkillTables.SKILLS;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Transaction;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A query for skills, which are code that agents can reuse, by conditions that must all be met;
 * immutable.
 *
 * <pre>{@code
 * skills.find(SkillQuery.all().withWords("log in"))
 * skills.best(SkillQuery.atMost(3).tagged("web"))
 * }</pre>
 *
 * <p>Tags and words have an index each. A query with both uses the index of words.
 *
 * @param limit the most skills to find
 * @param tag a tag of the skill, in upper or lower case
 * @param words any text; each word of it must be in the name or the description, in upper or lower
 *     case. {@code log} is a word of {@code mineWoodLog}, but not of {@code login}.
 */
public record SkillQuery(int limit, Optional<String> tag, Optional<String> words) {

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if anything is null, the limit negative, the tag blank or too
   *     long, or the words blank
   */
  public SkillQuery {
    Arguments.notNegative("limit", limit);
    Arguments.notNull("tag", tag).ifPresent(Skill::requireTag);
    Arguments.notNull("words", words).ifPresent(text -> Arguments.notBlank("words", text));
  }

  /** Returns the query for all skills. */
  public static SkillQuery all() {
    return atMost(Integer.MAX_VALUE);
  }

  /** Returns the query for the first {@code limit} skills of all. */
  public static SkillQuery atMost(int limit) {
    return new SkillQuery(limit, Optional.empty(), Optional.empty());
  }

  /** Returns this for skills with that tag only. */
  public SkillQuery tagged(String tag) {
    return new SkillQuery(limit, Optional.of(Skill.requireTag(tag)), words);
  }

  /** Returns this for skills with all of these words only. */
  public SkillQuery withWords(String words) {
    return new SkillQuery(limit, tag, Optional.of(Arguments.notBlank("words", words)));
  }

  /** Returns the skills that are found, in the order that {@link Skills#find} promises. */
  List<Skill> in(Transaction tx) {
    try (Stream<Skill> found = matches(tx)) {
      return found.limit(limit).toList();
    }
  }

  /** Returns how many skills {@link #in} returns. */
  long count(Transaction tx) {
    if (words.isPresent()) {
      try (Stream<Skill> found = matches(tx)) {
        return found.limit(limit).count();
      }
    }
    long matches =
        tag.isPresent()
            ? tx.count(SKILLS, BY_TAG, tagScan(tag.get()))
            : tx.count(SKILLS, Scan.all());
    return Math.min(limit, matches);
  }

  /**
   * Returns all skills that meet the conditions, in order, whatever the limit is; who does not read
   * them to the end closes the stream.
   */
  Stream<Skill> matches(Transaction tx) {
    if (words.isPresent()) {
      Stream<Skill> found = new Search(Words.asked(words.get())).in(tx);
      return tag.map(each -> found.filter(skill -> hasTag(skill, each))).orElse(found);
    }
    return tag.map(each -> tx.scan(SKILLS, BY_TAG, tagScan(each)))
        .orElseGet(() -> tx.scan(SKILLS, Scan.all()))
        .map(Row::value);
  }

  private static boolean hasTag(Skill skill, String tag) {
    return SkillTables.lowerCaseTags(skill).contains(tag.toLowerCase(Locale.ROOT));
  }

  private static Scan tagScan(String tag) {
    return Scan.prefix(tag.toLowerCase(Locale.ROOT));
  }
}
