package dev.cairn.internal.recall;

import dev.cairn.internal.postings.Scored;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

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
    Map<Long, Double> ofWords = scores(words, byRanks);
    Map<Long, Double> ofMeaning = scores(meaning, byRanks);
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

  /** Returns the scores of one way, such that those of two ways can be added. */
  private static Map<Long, Double> scores(List<Scored> bestFirst, boolean byRanks) {
    Map<Long, Double> scores = new HashMap<>();
    if (bestFirst.isEmpty()) {
      return scores;
    }
    double greatest = bestFirst.get(0).score();
    double range = greatest - bestFirst.get(bestFirst.size() - 1).score();
    for (int i = 0; i < bestFirst.size(); i++) {
      double score = bestFirst.get(i).score();
      double normalised = range == 0 ? 1 : 1 - (greatest - score) / range;
      scores.put(
          bestFirst.get(i).passage(), byRanks ? 1 / (RANK_CONSTANT + i + 1) : normalised / 2);
    }
    return scores;
  }
}
