package dev.cairn.internal.words;

import dev.cairn.internal.postings.PassageSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Words that a passage must have one after the other, as places with terms any of which may stand
 * there: a word and its parts, say. Immutable.
 */
final class Phrase {
  /** The terms of each place; a word that is passed over leaves an empty one. */
  private final List<Set<String>> places;

  private Phrase(List<Set<String>> places) {
    this.places = places;
  }

  static Phrase of(String text, Analysis analysis) {
    List<Set<String>> places = new ArrayList<>();
    analysis.forEachTerm(
        text,
        (term, step) -> {
          int missing = places.isEmpty() ? 1 : step; // where it begins does not matter
          for (int i = 0; i < missing; i++) {
            places.add(new HashSet<>());
          }
          places.get(places.size() - 1).add(term);
        });
    return new Phrase(places);
  }

  /** Tells whether no word is left to look for. */
  boolean isEmpty() {
    return places.isEmpty();
  }

  /** Tells whether whatever has its word has the phrase. */
  boolean isOneWord() {
    return places.size() == 1;
  }

  /** Tells whether it is one word that has no parts. */
  boolean isOneTerm() {
    return isOneWord() && places.get(0).size() == 1;
  }

  Stream<String> terms() {
    return places.stream().flatMap(Set::stream);
  }

  /** Returns the passages that have the words, in any order. */
  PassageSet candidates(Function<String, PassageSet> passages) {
    return places.stream()
        .filter(place -> !place.isEmpty())
        .map(place -> place.stream().map(passages).reduce(PassageSet.of(), PassageSet::or))
        .reduce(PassageSet::and)
        .orElseGet(PassageSet::of);
  }

  /** Tells whether a text has the words one after the other. */
  boolean isIn(Occurring text) {
    return places.get(0).stream().flatMapToInt(text::places).anyMatch(start -> isAt(start, text));
  }

  private boolean isAt(int start, Occurring text) {
    for (int i = 1; i < places.size(); i++) {
      int place = start + i;
      Set<String> terms = places.get(i);
      if (!terms.isEmpty() && terms.stream().noneMatch(term -> text.hasAt(term, place))) {
        return false;
      }
    }
    return true;
  }
}
