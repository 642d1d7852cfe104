package dev.cairn.internal.vectors;

import dev.cairn.internal.postings.Scored;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the best of the passages that are scored one after the other. */
final class Nearest {
  /** Of equal scores the lower passage is better, so that equal searches have equal answers. */
  private static final Comparator<Scored> BEST_FIRST =
      Comparator.comparingDouble(Scored::score).reversed().thenComparingLong(Scored::passage);

  private final int most;
  private final PriorityQueue<Scored> worstFirst = new PriorityQueue<>(BEST_FIRST.reversed());

  /**
   * Begins with none.
   *
   * @param most how many to keep, positive
   */
  Nearest(int most) {
    this.most = most;
  }

  void offer(long passage, double score) {
    if (worstFirst.size() < most) {
      worstFirst.add(new Scored(passage, score));
      return;
    }
    Scored worst = worstFirst.element();
    if (score > worst.score() || (score == worst.score() && passage < worst.passage())) {
      worstFirst.remove();
      worstFirst.add(new Scored(passage, score));
    }
  }

  /** Returns those that were kept, the best first. */
  List<Scored> bestFirst() {
    List<Scored> best = new ArrayList<>(worstFirst);
    best.sort(BEST_FIRST);
    return List.copyOf(best);
  }
}
