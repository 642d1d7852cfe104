package dev.cairn.internal.documents;

import static dev.cairn.internal.documents.DocumentTables.DOCUMENTS;

import dev.cairn.internal.documents.DocumentTables.CollectionRow;
import dev.cairn.internal.documents.DocumentTables.DocumentKey;
import dev.cairn.internal.documents.DocumentTables.DocumentRow;
import dev.cairn.internal.documents.Matching.Hidden;
import dev.cairn.internal.recall.Kept;
import dev.cairn.internal.table.RowChanges;
import dev.cairn.internal.table.UnrecordedRows;
import dev.cairn.table.Transaction;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps in memory which passages of a collection no search finds. After a write it reads the
 * documents that have changed, of which the change log tells. Thread-safe.
 */
public final class HiddenPassages implements Kept {
  /** The state that a commit has made; never that of a write, which may be given up. */
  private volatile @Nullable Known last;

  private record Known(long version, CollectionRow row, Superseded superseded, Hidden hidden) {}

  /**
   * Returns the passages that are hidden at the time of a matching.
   *
   * @param row the row of the collection that the matching reads
   */
  Hidden of(Transaction tx, CollectionRow row, Matching matching) {
    Known known = last;
    boolean same = known != null && known.row().equals(row);
    if (known != null && same && known.hidden().holdsAt(matching.now())) {
      return known.hidden();
    }
    UnrecordedRows<DocumentKey, DocumentRow> rows = UnrecordedRows.of(tx, DOCUMENTS);
    Superseded superseded =
        known != null && same ? known.superseded() : superseded(known, rows, row, matching);
    Hidden hidden = matching.hidden(superseded);
    if (!rows.mayBeUncommitted()) {
      long version = known != null && same ? known.version() : rows.version();
      last = new Known(version, row, superseded, hidden);
    }
    return hidden;
  }

  private static Superseded superseded(
      @Nullable Known from,
      UnrecordedRows<DocumentKey, DocumentRow> rows,
      CollectionRow row,
      Matching matching) {
    if (from != null && from.version() <= rows.version() && from.row().number() == row.number()) {
      RowChanges<DocumentKey> changes = rows.changesSince(from.version());
      if (!changes.everything()) {
        Set<DocumentKey> changed = DocumentTables.changedIn(matching.collection(), changes);
        return from.superseded().after(changed, rows, row.number());
      }
    }
    return Superseded.of(matching, rows, row.number());
  }

  @Override
  public long bytes() {
    Known known = last;
    return known == null ? 0 : known.superseded().bytes() + 8L * known.hidden().all().size();
  }
}
