package dev.cairn.internal.postings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Keeps the passages with the greatest scores of those that are offered one after the other, up to
 * a number; of equal scores the lower passages. It is a heap of numbers, since a search offers
 * thousands. Not thread-safe.
 */
public final class BestScored {
  private static final Comparator<Scored> BEST_FIRST =
      Comparator.comparingDouble(Scored::score).reversed().thenComparingLong(Scored::passage);

  private static final int FIRST_LENGTH = 128;

  private final int most;

  /** A heap: none of the entries at {@code 2 * i + 1} and {@code 2 * i + 2} is worse than that. */
  private long[] passages;

  private double[] scores;
  private int size;

  /**
   * Begins with none.
   *
   * @param most how many to keep, positive
   */
  public BestScored(int most) {
    this.most = most;
    this.passages = new long[Math.min(most, FIRST_LENGTH)];
    this.scores = new double[passages.length];
  }

  /** Tells whether a passage of a score may be kept; only its number tells it of an equal one. */
  public boolean mayTake(double score) {
    return size < most || score >= scores[0];
  }

  /** Keeps a passage, if it is among the best so far. */
  public void offer(long passage, double score) {
    if (size < most) {
      if (size == passages.length) {
        int longer = (int) Math.min(2L * size, most);
        passages = Arrays.copyOf(passages, longer);
        scores = Arrays.copyOf(scores, longer);
      }
      rise(size++, passage, score);
    } else if (isWorse(0, passage, score)) {
      sink(passage, score);
    }
  }

  /** Tells whether an entry is worse than a passage of a score. */
  private boolean isWorse(int place, long passage, double score) {
    return scores[place] < score || (scores[place] == score && passages[place] > passage);
  }

  private void rise(int from, long passage, double score) {
    int place = from;
    while (place > 0) {
      int above = (place - 1) / 2;
      if (isWorse(above, passage, score)) {
        break;
      }
      passages[place] = passages[above];
      scores[place] = scores[above];
      place = above;
    }
    passages[place] = passage;
    scores[place] = score;
  }

  /** Puts a passage in the place of the worst. */
  private void sink(long passage, double score) {
    int place = 0;
    while (2 * place + 1 < size) {
      int below = 2 * place + 1;
      if (below + 1 < size && isWorse(below + 1, passages[below], scores[below])) {
        below++;
      }
      if (!isWorse(below, passage, score)) {
        break;
      }
      passages[place] = passages[below];
      scores[place] = scores[below];
      place = below;
    }
    passages[place] = passage;
    scores[place] = score;
  }

  /** Returns those that were kept, the best first. */
  public List<Scored> bestFirst() {
    List<Scored> best = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      best.add(new Scored(passages[i], scores[i]));
    }
    best.sort(BEST_FIRST);
    return List.copyOf(best);
  }

  /** Returns the passages that were kept, ascending. */
  public long[] passages() {
    long[] kept = Arrays.copyOf(passages, size);
    Arrays.sort(kept);
    return kept;
  }
}
