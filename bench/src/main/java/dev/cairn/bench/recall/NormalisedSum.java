package dev.cairn.bench.recall;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds the scores of two searches as Cairn does, for stores that have no such sum of their own: the
 * best of each counts 1, and its least 0. Other than in Cairn, what only one search has found gets
 * no score of the other, which saves them a search.
 */
final class NormalisedSum {
  private final Map<Integer, Double> sums = new HashMap<>();

  /**
   * A document with a score.
   *
   * @param score the greater, the better
   */
  record Scored(int number, double score) {}

  /** Adds what a search has found, the best first. */
  NormalisedSum add(List<Scored> found) {
    if (!found.isEmpty()) {
      double most = found.get(0).score();
      double range = most - found.get(found.size() - 1).score();
      for (Scored each : found) {
        double normalised = range == 0 ? 1 : 1 - (most - each.score()) / range;
        sums.merge(each.number(), normalised, Double::sum);
      }
    }
    return this;
  }

  /** Returns the numbers of the best documents, the best first. */
  List<Integer> best(int most) {
    return sums.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(most)
        .map(Map.Entry::getKey)
        .toList();
  }
}
