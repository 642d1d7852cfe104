package dev.cairn.skills;

import static dev.cairn.skills.SkillTables.BY_WORD;
import static dev.cairn.skills.SkillTables.SKILLS;

import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Transaction;
import java.util.Collections;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds skills, which are code that agents can reuse, by words that must all be in the name or the
 * description.
 *
 * <p>Only the skills with the rarest word are read, so common words cost nothing.
 */
final class Search {
  private final Set<String> words;

  Search(Set<String> words) {
    this.words = words;
  }

  /**
   * Returns the skills, the best match first: by the number of the words in the name, then the
   * shorter name, then the id.
   */
  Stream<Skill> in(Transaction tx) {
    if (words.isEmpty()) {
      return Stream.empty();
    }
    String rarest =
        Collections.min(
            words, Comparator.comparingLong(word -> tx.count(SKILLS, BY_WORD, Scan.prefix(word))));
    Stream<Skill> candidates = tx.scan(SKILLS, BY_WORD, Scan.prefix(rarest)).map(Row::value);
    return candidates
        .filter(skill -> SkillTables.words(skill).containsAll(words))
        .map(skill -> new Match(skill, Words.of(skill.name())))
        .sorted(
            Comparator.comparingLong(this::wordsInName)
                .reversed()
                .thenComparingInt(match -> match.name().size())
                .thenComparing(match -> match.skill().id()))
        .map(Match::skill);
  }

  private long wordsInName(Match match) {
    return words.stream().filter(match.name()::contains).count();
  }

  private record Match(Skill skill, Set<String> name) {}
}
