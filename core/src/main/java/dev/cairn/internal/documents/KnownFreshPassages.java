package dev.cairn.internal.documents;

import static dev.cairn.internal.documents.DocumentTables.DOCUMENTS;

import dev.cairn.internal.documents.DocumentTables.CollectionRow;
import dev.cairn.internal.recall.Kept;
import dev.cairn.internal.table.UnrecordedRows;
import dev.cairn.internal.words.FreshPostings;
import dev.cairn.table.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * Keeps in memory the words of those passages of a collection that are in no block of postings yet,
 * so that not each search reads their rows. Thread-safe.
 */
final class KnownFreshPassages implements Kept {
  private volatile @Nullable Known last;

  private record Known(CollectionRow row, FreshPostings postings) {}

  /** Returns the postings that a transaction sees, which reads that row of the collection. */
  FreshPostings of(Transaction tx, CollectionRow row) {
    boolean mayBeGivenUp = UnrecordedRows.of(tx, DOCUMENTS).mayBeUncommitted();
    Known known = last;
    if (!mayBeGivenUp && known != null && known.row().equals(row)) {
      return known.postings();
    }
    FreshPostings postings = FreshPostings.read(tx, row.number());
    if (!mayBeGivenUp) {
      last = new Known(row, postings);
    }
    return postings;
  }

  @Override
  public long bytes() {
    Known known = last;
    return known == null ? 0 : known.postings().bytes();
  }
}
