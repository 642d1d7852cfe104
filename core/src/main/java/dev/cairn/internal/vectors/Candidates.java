package dev.cairn.internal.vectors;

import java.util.Arrays;

/**
 * Keeps the vectors whose signs differ least from those of a query, while all are passed once.
 *
 * <p>It counts how many were kept at each distance. So it knows from which distance on a further
 * one is of no use, and needs no order among those that it keeps.
 */
final class Candidates {
  private final int most;

  /** How many were kept at each distance. */
  private final int[] counts;

  /** Those that were kept, some of them perhaps too distant by now. */
  private int[] places;

  private int[] distances;
  private int size;

  /** The greatest distance of those that are wanted. */
  private int greatest;

  /** How many were kept at the greatest distance and below. */
  private int within;

  /**
   * Begins with none.
   *
   * @param most how many to keep, positive
   * @param bits the number of signs of a vector
   */
  Candidates(int most, int bits) {
    this.most = most;
    this.counts = new int[bits + 1];
    this.greatest = bits;
    this.places = new int[Math.min(most, 1 << 12)];
    this.distances = new int[places.length];
  }

  /** Returns the greatest distance at which a further vector is kept. */
  int limit() {
    return within < most ? greatest : greatest - 1;
  }

  /** Keeps a vector whose distance is within the limit, and returns the new limit. */
  int keep(int place, int distance) {
    if (size == places.length) {
      makeRoom();
    }
    places[size] = place;
    distances[size++] = distance;
    counts[distance]++;
    within++;
    while (within - counts[greatest] >= most) {
      within -= counts[greatest--];
    }
    return limit();
  }

  private void makeRoom() {
    dropDistant();
    if (size > places.length / 2) {
      int length = (int) Math.min(2L * places.length, Integer.MAX_VALUE - 8);
      places = Arrays.copyOf(places, length);
      distances = Arrays.copyOf(distances, length);
    }
  }

  /** Drops those that are too distant by now; of equal ones those that came last. */
  private void dropDistant() {
    int room = most - (within - counts[greatest]);
    int kept = 0;
    for (int i = 0; i < size; i++) {
      int distance = distances[i];
      if (distance < greatest || (distance == greatest && room-- > 0)) {
        places[kept] = places[i];
        distances[kept++] = distance;
      }
    }
    size = kept;
    within = kept;
    Arrays.fill(counts, greatest + 1, counts.length, 0);
    counts[greatest] = 0;
    for (int i = 0; i < kept; i++) {
      counts[greatest] += distances[i] == greatest ? 1 : 0;
    }
  }

  /** Returns the places of those that were kept, in the order in which they came. */
  int[] places() {
    dropDistant();
    return Arrays.copyOf(places, size);
  }
}
