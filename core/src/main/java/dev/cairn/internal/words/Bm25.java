package dev.cairn.internal.words;

import dev.cairn.internal.postings.BestScored;
import dev.cairn.internal.postings.PassageSet;
import dev.cairn.internal.postings.PostingCursor;
import dev.cairn.internal.postings.PostingList;
import dev.cairn.internal.postings.Scored;
import dev.cairn.internal.postings.Selection;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Weighs passages by the terms of a query that they have: BM25, the usual measure.
 *
 * <p>A term counts the more, the fewer passages have it; the more often a passage has it, though
 * less and less with each time; and the less, the longer the passage is. Passages are scored in
 * windows of consecutive numbers, so that memory does not depend on their number. Not thread-safe.
 */
final class Bm25 {
  /**
   * How soon more occurrences count for little, and how much the length does. Lower than the usual
   * 1.2 and 0.75, as passages are short and of much the same length.
   */
  private static final double K1 = 0.9;

  private static final double B = 0.4;

  /** The scores of a window fit into the fastest cache of a processor. */
  private static final int WINDOW = 2048;

  /**
   * With less than this part of all passages accepted, each is a window of its own, so that the
   * blocks of postings between them are passed over.
   */
  private static final int FEW = 64;

  /** Stands for no passage, and is greater than any. */
  private static final long NONE = Long.MAX_VALUE;

  private final Totals totals;

  /** The divisor of a count, less the count itself, for each code of a length. */
  private final double[] norms = new double[Occurrences.LENGTHS];

  private final List<Clause> clauses = new ArrayList<>();

  /** A term, with the passages that have it. */
  private record Clause(PostingCursor cursor, double weight) {}

  Bm25(Totals totals) {
    this.totals = totals;
    for (int code = 0; code < norms.length; code++) {
      norms[code] = K1 * (1 - B + B * Occurrences.words(code) / averageWords());
    }
  }

  private double averageWords() {
    return Math.max(1, (double) totals.words() / Math.max(1, totals.passages()));
  }

  /** Adds a term that the query has so many times. */
  void add(PostingList list, int times) {
    long having = list.size();
    if (having > 0) {
      double others = Math.max(0, totals.passages() - having);
      clauses.add(new Clause(list.cursor(), times * Math.log1p((others + 0.5) / (having + 0.5))));
    }
  }

  /** Returns terms that count as one, which a passage of average length has once. */
  PostingList asOne(PassageSet having) {
    return PostingList.of(having, Occurrences.encode(1, (int) averageWords()));
  }

  /**
   * Returns the best passages, the best first; of equal ones the older first.
   *
   * @param most the most to return, positive
   * @param selection the passages that may be returned, and what they weigh
   */
  List<Scored> best(int most, Selection selection) {
    BestScored best = new BestScored(most);
    PassageSet only = selection.only();
    boolean few = only != null && only.size() < totals.passages() / FEW;
    double[] scores = new double[few ? 1 : WINDOW];
    long[] scored = new long[few ? 1 : WINDOW / Long.SIZE];
    clauses.removeIf(clause -> !clause.cursor.next());
    while (!clauses.isEmpty()) {
      long start = start(only);
      if (start == NONE) {
        break;
      }
      Iterator<Clause> each = clauses.iterator();
      while (each.hasNext()) {
        if (!score(each.next(), start, scores, scored)) {
          each.remove();
        }
      }
      collect(start, scores, scored, selection, best);
    }
    return best.bestFirst();
  }

  /** Returns the first passage that can be found from where the cursors are. */
  private long start(@Nullable PassageSet accepted) {
    long start = NONE;
    for (Clause clause : clauses) {
      start = Math.min(start, clause.cursor.passage());
    }
    if (accepted == null) {
      return start;
    }
    int index = accepted.indexFrom(start);
    return index == accepted.size() ? NONE : accepted.get(index);
  }

  /** Adds the scores of a clause to the window; returns false if it has no more postings. */
  private boolean score(Clause clause, long start, double[] scores, long[] scored) {
    PostingCursor cursor = clause.cursor;
    boolean more = cursor.advance(start);
    while (more && cursor.passage() - start < scores.length) {
      int place = (int) (cursor.passage() - start);
      int payload = cursor.payload();
      int count = Occurrences.count(payload);
      scores[place] += clause.weight * count / (count + norms[Occurrences.lengthCode(payload)]);
      scored[place / Long.SIZE] |= 1L << place;
      more = cursor.next();
    }
    return more;
  }

  /** Takes the scores out of the window. */
  private static void collect(
      long start, double[] scores, long[] scored, Selection selection, BestScored best) {
    for (int i = 0; i < scored.length; i++) {
      for (long bits = scored[i]; bits != 0; bits &= bits - 1) {
        int place = i * Long.SIZE + Long.numberOfTrailingZeros(bits);
        double score = scores[place];
        scores[place] = 0;
        long passage = start + place;
        if (best.mayTake(selection.most(score)) && selection.contains(passage)) {
          best.offer(passage, selection.weighed(passage, score));
        }
      }
      scored[i] = 0;
    }
  }
}
