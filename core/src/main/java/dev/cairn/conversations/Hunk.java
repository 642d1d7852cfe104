package dev.cairn.conversations;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A section in which a caller's new list of messages differs from the list that it read before. It
 * lies between two messages, or ends of the lists, that both have in the same order.
 *
 * @param givenFrom the first index of the stretch in the new list
 * @param givenTo the index behind it there; the anchor's, except at the end
 * @param seenFrom the first index of the stretch in the seen list
 * @param seenTo the index behind it there
 */
record Hunk(int givenFrom, int givenTo, int seenFrom, int seenTo) {

  /** Returns the indexes in the new list of as many messages as possible that did not move. */
  static int[] anchors(int[] seenOfGiven) {
    int[] related =
        IntStream.range(0, seenOfGiven.length).filter(i -> seenOfGiven[i] >= 0).toArray();
    long[] places = Arrays.stream(related).mapToLong(i -> seenOfGiven[i]).toArray();
    return Arrays.stream(IncreasingRun.in(places)).map(i -> related[i]).toArray();
  }

  /** Returns the stretches around the anchors, in order; any of them may be empty. */
  static List<Hunk> around(int[] anchors, int[] seenOfGiven, int seenSize) {
    List<Hunk> hunks = new ArrayList<>();
    int givenFrom = 0;
    int seenFrom = 0;
    for (int anchor : anchors) {
      hunks.add(new Hunk(givenFrom, anchor, seenFrom, seenOfGiven[anchor]));
      givenFrom = anchor + 1;
      seenFrom = seenOfGiven[anchor] + 1;
    }
    hunks.add(new Hunk(givenFrom, seenOfGiven.length, seenFrom, seenSize));
    return hunks;
  }
}
