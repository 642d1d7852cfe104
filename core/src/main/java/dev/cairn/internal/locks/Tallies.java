package dev.cairn.internal.locks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** The counts of a bounded number of locks: those used least recently go first. Not thread-safe. */
final class Tallies {
  /** So many locks and ways of taking them take some megabytes at most. */
  static final int MOST = 1_000;

  private final Map<Tally.Key, Tally> tallies =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Tally.Key, Tally> eldest) {
          return size() > MOST;
        }
      };

  boolean isEmpty() {
    return tallies.isEmpty();
  }

  /** Returns the counts of a lock, to be changed. */
  Tally of(Tally.Key key) {
    return tallies.computeIfAbsent(key, unused -> new Tally());
  }

  /** Adds these counts to others, those used least recently first. */
  void addTo(Tallies sums) {
    tallies.forEach((key, tally) -> sums.of(key).add(tally));
  }

  /** Returns these counts, which this is not to change any more. */
  Map<Tally.Key, Tally> map() {
    return tallies;
  }

  void remove(Predicate<? super LockKey> which) {
    tallies.keySet().removeIf(key -> which.test(key.lock()));
  }

  void clear() {
    tallies.clear();
  }
}
