package dev.cairn.internal.vectors;

import dev.cairn.internal.postings.BestScored;
import dev.cairn.internal.postings.PassageSet;
import dev.cairn.internal.postings.Scored;
import dev.cairn.internal.postings.Selection;
import dev.cairn.internal.table.UnrecordedRows;
import dev.cairn.table.Scan;
import java.util.List;

/**
 * Scores the vectors of passages as one transaction shows them, and keeps the best. A passage that
 * has no vector there, or is not accepted, is passed over.
 */
final class Scoring {
  private final UnrecordedRows<VectorKey, VectorRow> rows;
  private final int collection;
  private final int dimension;
  private final ByteProducts products;
  private final Selection selection;
  private final BestScored nearest;

  /**
   * Begins with none.
   *
   * @param selection the passages that come into question, and what they weigh
   * @param most how many to keep, positive
   */
  Scoring(
      UnrecordedRows<VectorKey, VectorRow> rows,
      int collection,
      UnitVector wanted,
      Selection selection,
      int most) {
    this.rows = rows;
    this.collection = collection;
    this.dimension = wanted.dimension();
    this.products = new ByteProducts(wanted);
    this.selection = selection;
    this.nearest = new BestScored(most);
  }

  /** Scores every vector of the collection. */
  void scoreAll() {
    rows.forEach(Scan.prefix(collection), this::offer);
  }

  /** Scores the vectors of some passages. */
  void scoreAll(PassageSet passages) {
    for (int i = 0; i < passages.size(); i++) {
      score(passages.get(i));
    }
  }

  /** Scores the vectors of some passages, but not of those in a set. */
  void score(long[] passages, PassageSet except) {
    for (long passage : passages) {
      if (except.isEmpty() || !except.contains(passage)) {
        score(passage);
      }
    }
  }

  private void score(long passage) {
    VectorKey key = new VectorKey(collection, passage);
    VectorRow row = rows.get(key);
    if (row != null) {
      offer(key, row);
    }
  }

  private void offer(VectorKey key, VectorRow row) {
    long passage = key.passage();
    if (selection.contains(passage)) {
      double cosine = products.of(row.require(dimension, key));
      nearest.offer(passage, selection.weighed(passage, cosine));
    }
  }

  /** Returns those that were kept, the best first. */
  List<Scored> bestFirst() {
    return nearest.bestFirst();
  }
}
