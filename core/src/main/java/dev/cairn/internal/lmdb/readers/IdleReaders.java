package dev.cairn.internal.lmdb.readers;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Holds idle read transactions for reuse. Each thread looks first at a place of its own, so that
 * threads seldom compete for one. Taking and putting back are each one atomic exchange.
 */
final class IdleReaders {
  private final AtomicReferenceArray<@Nullable Reader> places;

  /**
   * Creates places without readers.
   *
   * @param most the greatest number of them, at least 1; rounded down to a power of two
   */
  IdleReaders(int most) {
    this.places = new AtomicReferenceArray<>(Integer.highestOneBit(most));
  }

  /** Takes a reader, or returns null. */
  @Nullable Reader take() {
    int mask = places.length() - 1;
    int home = home();
    for (int i = 0; i <= mask; i++) {
      int place = (home + i) & mask;
      if (places.getPlain(place) != null) {
        Reader reader = places.getAndSet(place, null);
        if (reader != null) {
          return reader;
        }
      }
    }
    return null;
  }

  /**
   * Puts a reader back.
   *
   * @return false if there is no place left
   */
  boolean put(Reader reader) {
    int mask = places.length() - 1;
    int home = home();
    for (int i = 0; i <= mask; i++) {
      int place = (home + i) & mask;
      if (places.getPlain(place) == null && places.compareAndSet(place, null, reader)) {
        return true;
      }
    }
    return false;
  }

  /** Takes whatever is in a place, by an exchange that no later or earlier one can miss. */
  @Nullable Reader takeFrom(int place) {
    return places.getAndSet(place, null);
  }

  /** Returns how many places there are. */
  int places() {
    return places.length();
  }

  private static int home() {
    long id = Thread.currentThread().getId();
    return (int) (id ^ (id >>> 16));
  }
}
