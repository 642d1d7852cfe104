package dev.cairn.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Ranks entities of the knowledge graph by the words of a question that they contain. A word weighs
 * more, the fewer entities contain it, and counts twice if it is in the entity's name.
 */
final class Ranking {
  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

  private final Set<String> words = new LinkedHashSet<>();
  private final List<Candidate> candidates = new ArrayList<>();

  /** The number of candidates that have each word. */
  private final Map<String, Integer> frequencies = new HashMap<>();

  private int considered;

  /** An entity that has a word at least. */
  private record Candidate(String name, Set<String> found, Set<String> inName) {}

  Ranking(String question) {
    for (String word : BETWEEN.split(GraphQuery.folded(question), -1)) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
  }

  /** Takes an entity into account; of equal ones, the one that is considered first is better. */
  void consider(Entity entity) {
    considered++;
    Set<String> inName = wordsIn(entity.name());
    Set<String> found = new LinkedHashSet<>(inName);
    found.addAll(wordsIn(entity.type()));
    for (Observation observation : entity.observations()) {
      if (found.size() == words.size()) {
        break;
      }
      found.addAll(wordsIn(observation.text()));
    }
    if (!found.isEmpty()) {
      candidates.add(new Candidate(entity.name(), found, inName));
      found.forEach(word -> frequencies.merge(word, 1, Integer::sum));
    }
  }

  private Set<String> wordsIn(String text) {
    String lower = GraphQuery.folded(text);
    Set<String> found = new LinkedHashSet<>();
    for (String word : words) {
      if (lower.contains(word)) {
        found.add(word);
      }
    }
    return found;
  }

  /** Returns the names of the entities that have a word at least, the best match first. */
  List<String> bestFirst() {
    return candidates.stream()
        .sorted(Comparator.comparingDouble(this::score).reversed())
        .map(Candidate::name)
        .toList();
  }

  private double score(Candidate candidate) {
    return weight(candidate.found()) + weight(candidate.inName());
  }

  private double weight(Set<String> found) {
    double weight = 0;
    for (String word : words) { // in one order, so that equal sets have equal sums
      if (found.contains(word)) {
        weight += Math.log1p((double) considered / frequencies.getOrDefault(word, 1));
      }
    }
    return weight;
  }
}
