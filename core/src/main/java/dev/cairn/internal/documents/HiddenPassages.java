package dev.cairn.internal.documents;

import dev.cairn.internal.documents.DocumentTables.CollectionRow;
import dev.cairn.internal.documents.Matching.Hidden;
import org.jspecify.annotations.Nullable;

/**
 * Keeps in memory which passages of a collection no search finds, until the collection changes or
 * the next document expires. Thread-safe.
 */
public final class HiddenPassages {
  private volatile @Nullable Known last;

  private record Known(CollectionRow row, Hidden hidden) {}

  /**
   * Returns the passages that are hidden at the time of a matching.
   *
   * @param row the row of the collection that the matching reads
   */
  @SuppressWarnings("ReferenceEquality") // equal rows may be of a write that was given up
  public Hidden of(CollectionRow row, Matching matching) {
    Known known = last;
    if (known == null || known.row() != row || !known.hidden().holdsAt(matching.now())) {
      known = new Known(row, matching.hidden());
      last = known;
    }
    return known.hidden();
  }
}
