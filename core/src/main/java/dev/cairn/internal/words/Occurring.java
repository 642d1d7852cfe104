package dev.cairn.internal.words;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The places of a text at which its terms occur. */
final class Occurring {
  private final Map<String, SortedSet<Integer>> places = new HashMap<>();

  private Occurring() {}

  static Occurring in(String text, Analysis analysis) {
    Occurring occurring = new Occurring();
    int[] place = {-1};
    analysis.forEachTerm(
        text,
        (term, step) -> {
          place[0] += step;
          occurring.places.computeIfAbsent(term, any -> new TreeSet<>()).add(place[0]);
        });
    return occurring;
  }

  IntStream places(String term) {
    return at(term).stream().mapToInt(Integer::intValue);
  }

  boolean hasAt(String term, int place) {
    return at(term).contains(place);
  }

  private SortedSet<Integer> at(String term) {
    SortedSet<Integer> at = places.get(term);
    return at == null ? Collections.emptySortedSet() : at;
  }
}
