package dev.cairn.internal.counts;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The counts of a bounded number of things: those used least recently go first. Not thread-safe.
 *
 * @param <K> the names of the things
 */
public final class Tallies<K> {
  /** So many take some megabytes at most. */
  public static final int MOST = 1_000;

  private final Map<K, Tally> tallies =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, Tally> eldest) {
          return size() > MOST;
        }
      };

  /** Tells whether nothing was counted. */
  public boolean isEmpty() {
    return tallies.isEmpty();
  }

  /** Returns the counts of a thing, to be changed. */
  public Tally of(K key) {
    return tallies.computeIfAbsent(key, unused -> new Tally());
  }

  /** Adds these counts to others, those used least recently first. */
  public void addTo(Tallies<K> sums) {
    tallies.forEach((key, tally) -> sums.of(key).add(tally));
  }

  /** Returns these counts, which this is not to change any more. */
  public Map<K, Tally> map() {
    return tallies;
  }

  /** Forgets the counts of some things. */
  public void remove(Predicate<? super K> which) {
    tallies.keySet().removeIf(which);
  }

  /** Forgets all counts. */
  public void clear() {
    tallies.clear();
  }
}
