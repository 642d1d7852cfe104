package dev.cairn.internal.words;

import dev.cairn.internal.postings.Scored;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The best of the passages that were scored so far, up to a number. Not thread-safe. */
final class BestPassages {
  private static final Comparator<Scored> BEST_FIRST =
      Comparator.comparingDouble(Scored::score).reversed().thenComparingLong(Scored::passage);

  private final int most;
  private final PriorityQueue<Scored> worstFirst = new PriorityQueue<>(BEST_FIRST.reversed());

  BestPassages(int most) {
    this.most = most;
  }

  /** Tells whether a passage of a score, with a greater number than all before, is among them. */
  boolean mayTake(double score) {
    return worstFirst.size() < most || score > worstFirst.element().score();
  }

  /** Adds a passage that {@link #mayTake} says may be taken. */
  void add(long passage, double score) {
    if (worstFirst.size() == most) {
      worstFirst.remove();
    }
    worstFirst.add(new Scored(passage, score));
  }

  List<Scored> toList() {
    List<Scored> best = new ArrayList<>(worstFirst);
    best.sort(BEST_FIRST);
    return List.copyOf(best);
  }
}
