package dev.cairn.conversations;

import dev.cairn.conversations.Message.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Matches a caller's new list of messages with the list that it read before: by id, or by content
 * if a message has no id.
 *
 * <p>By content as many are related as can be without a change of order (a longest common
 * subsequence): first what both lists begin and end with, then what is between. Where a content
 * occurs often there, only the {@value #CANDIDATES} occurrences nearest to the last relation are
 * considered, so that ten thousand equal messages do not take a hundred million comparisons. One
 * that is missed counts as removed and given anew.
 */
final class Alignment {
  private static final int CANDIDATES = 64;
  private static final int NONE = -1;

  private final List<Message> seen;
  private final List<Message> given;
  private final int[] seenOfGiven;
  private final Set<Integer> claimed = new HashSet<>();

  /**
   * Relates the messages.
   *
   * @throws IllegalArgumentException if two given messages have one id
   */
  Alignment(List<Message> seen, List<Message> given) {
    Given.requireDistinctIds(given);
    this.seen = seen;
    this.given = given;
    this.seenOfGiven = new int[given.size()];
    Arrays.fill(seenOfGiven, NONE);
    relateById();
    relateByContent();
    relateRefreshedInstructions();
  }

  /** Returns for each given message the index of the seen one that it is; negative if of none. */
  int[] seenOfGiven() {
    return seenOfGiven.clone();
  }

  /** Tells whether the seen message at an index is none of the given ones. */
  boolean isDropped(int seenIndex) {
    return !claimed.contains(seenIndex);
  }

  private void relate(int givenIndex, int seenIndex) {
    seenOfGiven[givenIndex] = seenIndex;
    claimed.add(seenIndex);
  }

  private void relateById() {
    Map<String, Integer> seenById = new HashMap<>();
    for (int i = 0; i < seen.size(); i++) {
      seenById.put(seen.get(i).id().orElseThrow(), i);
    }
    for (int i = 0; i < given.size(); i++) {
      int seenIndex = given.get(i).id().map(seenById::get).orElse(NONE);
      if (seenIndex != NONE) {
        relate(i, seenIndex);
      }
    }
  }

  private void relateByContent() {
    List<Integer> free = indexes(seen.size(), this::isDropped);
    List<Integer> open = indexes(given.size(), i -> given.get(i).id().isEmpty());
    int begin = 0;
    int shorter = Math.min(free.size(), open.size());
    while (begin < shorter && saysTheSame(open.get(begin), free.get(begin))) {
      begin++;
    }
    int end = 0;
    while (end < shorter - begin
        && saysTheSame(open.get(open.size() - 1 - end), free.get(free.size() - 1 - end))) {
      end++;
    }
    for (int i = 0; i < begin; i++) {
      relate(open.get(i), free.get(i));
    }
    for (int i = 1; i <= end; i++) {
      relate(open.get(open.size() - i), free.get(free.size() - i));
    }
    search(open.subList(begin, open.size() - end), free.subList(begin, free.size() - end));
  }

  private static List<Integer> indexes(int size, IntPredicate wanted) {
    return IntStream.range(0, size).filter(wanted).boxed().toList();
  }

  private boolean saysTheSame(int givenIndex, int seenIndex) {
    return given.get(givenIndex).content().equals(seen.get(seenIndex).content());
  }

  private void search(List<Integer> open, List<Integer> free) {
    Map<Message, List<Integer>> placesOf = new HashMap<>();
    for (int i = 0; i < free.size(); i++) {
      placesOf
          .computeIfAbsent(seen.get(free.get(i)).content(), content -> new ArrayList<>())
          .add(i);
    }
    List<Integer> openPlaces = new ArrayList<>();
    List<Integer> freePlaces = new ArrayList<>();
    int expected = 0;
    for (int i = 0; i < open.size(); i++) {
      List<Integer> places = placesOf.getOrDefault(given.get(open.get(i)).content(), List.of());
      List<Integer> candidates = nearest(expected, places);
      // The last first: an increasing run then has one of them at most.
      for (int c = candidates.size() - 1; c >= 0; c--) {
        openPlaces.add(i);
        freePlaces.add(candidates.get(c));
      }
      expected = candidates.size() == 1 ? candidates.get(0) + 1 : expected + 1;
    }
    for (int pair : IncreasingRun.in(freePlaces.stream().mapToLong(place -> place).toArray())) {
      relate(open.get(openPlaces.get(pair)), free.get(freePlaces.get(pair)));
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

  /**
   * Relates instructions that stand in place of other instructions: a program that writes its
   * instructions anew edits the message, and two of them that do so edit the same one.
   */
  private void relateRefreshedInstructions() {
    for (Hunk hunk : Hunk.around(Hunk.anchors(seenOfGiven), seenOfGiven, seen.size())) {
      List<Integer> before =
          IntStream.range(hunk.seenFrom(), hunk.seenTo())
              .filter(i -> isDropped(i) && seen.get(i).role() == Role.SYSTEM)
              .boxed()
              .toList();
      List<Integer> after =
          IntStream.range(hunk.givenFrom(), hunk.givenTo())
              .filter(i -> seenOfGiven[i] == NONE && given.get(i).role() == Role.SYSTEM)
              .filter(i -> given.get(i).id().isEmpty())
              .boxed()
              .toList();
      if (before.size() == 1 && after.size() == 1) {
        relate(after.get(0), before.get(0));
      }
    }
  }
}
