package dev.cairn.conversations;

import dev.cairn.internal.checks.Arguments;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Relates the messages that a caller gives to those that it has seen: by id, and those without an
 * id by what they say.
 *
 * <p>By content as many are related as can be without a change of order (a longest common
 * subsequence). Where a content occurs often, only the nearest {@value #CANDIDATES} of its
 * occurrences are considered, so that ten thousand equal messages do not take a hundred million
 * comparisons. One that is missed counts as removed and given anew.
 */
final class Alignment {
  private static final int CANDIDATES = 64;

  private final Map<String, Message> seen = new LinkedHashMap<>();
  private final List<Optional<Message>> seenOfGiven = new ArrayList<>();

  /**
   * Relates the messages.
   *
   * @throws IllegalArgumentException if a seen message has no id, or two messages of a list have
   *     one id
   */
  Alignment(List<Message> seen, List<Message> given) {
    for (Message message : seen) {
      if (message.id().isEmpty()) {
        throw new IllegalArgumentException(
            "seen has a message without an id; pass messages that were read from the conversation: "
                + shown(message));
      }
      if (this.seen.put(message.id().get(), message) != null) {
        throw new IllegalArgumentException("seen has the id twice: " + message.id().get());
      }
    }
    Set<String> ids = requireDistinctIds("messages", given);
    given.forEach(message -> seenOfGiven.add(message.id().map(this.seen::get)));
    List<Message> unclaimed =
        seen.stream().filter(message -> !ids.contains(message.id().orElseThrow())).toList();
    relateByContent(unclaimed, given);
  }

  /** Returns the ids of the messages that have one. */
  static Set<String> requireDistinctIds(String name, List<Message> messages) {
    Set<String> ids = new HashSet<>();
    for (Message message : messages) {
      message
          .id()
          .filter(id -> !ids.add(id))
          .ifPresent(
              id -> {
                throw new IllegalArgumentException(name + " has the id twice: " + id);
              });
    }
    return ids;
  }

  private static String shown(Message message) {
    return message.role() + " " + Arguments.quoted(message.text(), 80);
  }

  private void relateByContent(List<Message> unclaimed, List<Message> given) {
    Map<Message, List<Integer>> placesOf = new HashMap<>();
    for (int i = 0; i < unclaimed.size(); i++) {
      placesOf.computeIfAbsent(unclaimed.get(i).content(), content -> new ArrayList<>()).add(i);
    }
    List<Integer> givenPlaces = new ArrayList<>();
    List<Integer> seenPlaces = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      if (given.get(i).id().isEmpty()) {
        List<Integer> candidates =
            nearest(i, placesOf.getOrDefault(given.get(i).content(), List.of()));
        // The last first: an increasing run then has one of them at most.
        for (int c = candidates.size() - 1; c >= 0; c--) {
          givenPlaces.add(i);
          seenPlaces.add(candidates.get(c));
        }
      }
    }
    for (int pair : IncreasingRun.in(seenPlaces.stream().mapToLong(place -> place).toArray())) {
      seenOfGiven.set(givenPlaces.get(pair), Optional.of(unclaimed.get(seenPlaces.get(pair))));
    }
  }

  private static List<Integer> nearest(int place, List<Integer> places) {
    if (places.size() <= CANDIDATES) {
      return places;
    }
    int found = Collections.binarySearch(places, place);
    int middle = found < 0 ? -found - 1 : found;
    int from = Math.min(Math.max(0, middle - CANDIDATES / 2), places.size() - CANDIDATES);
    return places.subList(from, from + CANDIDATES);
  }

  /** Returns the seen message that the given one at {@code index} is, if it is one. */
  Optional<Message> seenOf(int index) {
    return seenOfGiven.get(index);
  }

  /** Returns the seen messages that are none of the given ones. */
  List<Message> dropped() {
    Map<String, Message> dropped = new LinkedHashMap<>(seen);
    seenOfGiven.forEach(message -> message.flatMap(Message::id).ifPresent(dropped::remove));
    return List.copyOf(dropped.values());
  }
}
