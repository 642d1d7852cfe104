package dev.cairn.internal.recall;

import dev.cairn.internal.postings.Scored;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Brings together what words and meaning have found: passages with a score of either or both.
 *
 * @param passage the number of the passage
 * @param score the score of both together
 * @param words the BM25 score, if the words found it
 * @param meaning the cosine, if the meaning found it
 */
public record Fusion(long passage, double score, OptionalDouble words, OptionalDouble meaning) {
  /** The greatest score first, and of equal ones the older passage. */
  public static final Comparator<Fusion> BEST_FIRST =
      Comparator.comparingDouble(Fusion::score).reversed().thenComparingLong(Fusion::passage);

  /**
   * The constant of reciprocal ranks in the paper that introduced them (Cormack, Clarke and
   * Büttcher, 2009).
   */
  private static final double RANK_CONSTANT = 60;

  /** Returns what one way has found, with its own scores. */
  public static List<Fusion> ofWords(List<Scored> found) {
    return found.stream()
        .map(
            each ->
                new Fusion(
                    each.passage(),
                    each.score(),
                    OptionalDouble.of(each.score()),
                    OptionalDouble.empty()))
        .toList();
  }

  /** Returns what one way has found, with its own scores. */
  public static List<Fusion> ofMeaning(List<Scored> found) {
    return found.stream()
        .map(
            each ->
                new Fusion(
                    each.passage(),
                    each.score(),
                    OptionalDouble.empty(),
                    OptionalDouble.of(each.score())))
        .toList();
  }

  /** Returns what both ways have found, with the scores of both together, the best first. */
  public static List<Fusion> of(List<Scored> words, List<Scored> meaning, boolean byRanks) {
    Map<Long, Double> ofWords = byRanks ? ranks(words) : halves(words);
    Map<Long, Double> ofMeaning =
        byRanks ? ranks(meaning) : tellsApart(words, meaning) ? halves(meaning) : cosines(meaning);
    Map<Long, Fusion> found = new HashMap<>();
    for (Scored each : words) {
      double score = total(each.passage(), ofWords, ofMeaning);
      found.put(
          each.passage(),
          new Fusion(
              each.passage(), score, OptionalDouble.of(each.score()), OptionalDouble.empty()));
    }
    for (Scored each : meaning) {
      double score = total(each.passage(), ofWords, ofMeaning);
      Fusion other = found.get(each.passage());
      found.put(
          each.passage(),
          new Fusion(
              each.passage(),
              score,
              other == null ? OptionalDouble.empty() : other.words(),
              OptionalDouble.of(each.score())));
    }
    List<Fusion> all = new ArrayList<>(found.values());
    all.sort(BEST_FIRST);
    return all;
  }

  private static double total(long passage, Map<Long, Double> one, Map<Long, Double> other) {
    return one.getOrDefault(passage, 0.0) + other.getOrDefault(passage, 0.0);
  }

  /**
   * Tells whether meaning has a score of every passage, and not the same one. Else the best of its
   * scores may be of a passage that has nothing to do with the query, and is the best for want of
   * others.
   */
  private static boolean tellsApart(List<Scored> words, List<Scored> meaning) {
    if (meaning.isEmpty() || meaning.get(0).score() == meaning.get(meaning.size() - 1).score()) {
      return false;
    }
    Set<Long> scored = meaning.stream().map(Scored::passage).collect(Collectors.toSet());
    return words.stream().allMatch(each -> scored.contains(each.passage()));
  }

  /** Returns scores by ranks; those with one score have one rank. */
  private static Map<Long, Double> ranks(List<Scored> bestFirst) {
    Map<Long, Double> scores = new HashMap<>();
    int rank = 0;
    for (int i = 0; i < bestFirst.size(); i++) {
      if (i == 0 || bestFirst.get(i).score() != bestFirst.get(i - 1).score()) {
        rank = i + 1;
      }
      scores.put(bestFirst.get(i).passage(), 1 / (RANK_CONSTANT + rank));
    }
    return scores;
  }

  /** Returns half of each cosine as it is, and 0 for one below 0. */
  private static Map<Long, Double> cosines(List<Scored> found) {
    Map<Long, Double> scores = new HashMap<>();
    for (Scored each : found) {
      scores.put(each.passage(), Math.max(0, each.score()) / 2);
    }
    return scores;
  }

  /** Returns scores of a half for the greatest, down to 0 for the least. */
  private static Map<Long, Double> halves(List<Scored> bestFirst) {
    Map<Long, Double> scores = new HashMap<>();
    if (bestFirst.isEmpty()) {
      return scores;
    }
    double greatest = bestFirst.get(0).score();
    double range = greatest - bestFirst.get(bestFirst.size() - 1).score();
    for (Scored each : bestFirst) {
      double normalised = range == 0 ? 1 : 1 - (greatest - each.score()) / range;
      scores.put(each.passage(), normalised / 2);
    }
    return scores;
  }
}
