package dev.cairn.documents;

import static dev.cairn.internal.documents.DocumentTables.DOCUMENTS;

import dev.cairn.CorruptRecordException;
import dev.cairn.IncompatibleRecordException;
import dev.cairn.internal.documents.Collection;
import dev.cairn.internal.documents.CollectionWriter;
import dev.cairn.internal.documents.DocumentTables.DocumentKey;
import dev.cairn.internal.documents.DocumentTables.DocumentRow;
import dev.cairn.internal.documents.FieldRow;
import dev.cairn.table.Transactor;
import dev.cairn.table.WriteTransaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Removes documents: those of a list at once, and those of a filter by and by. */
final class Removal {
  private static final int AT_ONCE = 200;

  private final Collection collection;
  private final Transactor transactor;
  private final Instant now;

  Removal(Collection collection, Transactor transactor, Instant now) {
    this.collection = collection;
    this.transactor = transactor;
    this.now = now;
  }

  /** Removes documents in one transaction, and returns how many there were. */
  long of(List<DocumentKey> keys) {
    return remove(keys, row -> true);
  }

  private long remove(List<DocumentKey> keys, Predicate<DocumentRow> condition) {
    return transactor.write(tx -> remove(tx, keys, condition));
  }

  private long remove(
      WriteTransaction tx, List<DocumentKey> keys, Predicate<DocumentRow> condition) {
    if (collection.row(tx) == null) {
      return 0L;
    }
    CollectionWriter writer = new CollectionWriter(tx, collection, now);
    long removed = 0;
    for (DocumentKey key : keys) {
      Optional<DocumentRow> found = tx.get(DOCUMENTS, key).filter(condition);
      if (found.isPresent()) {
        writer.remove(found.get());
        removed += found.get().isExpired(now) ? 0 : 1;
      }
    }
    writer.finish();
    return removed;
  }

  /**
   * Removes the documents that a filter matches.
   *
   * @param atOnce whether all are removed in one transaction, the caller's
   */
  Deletion where(Filter filter, boolean atOnce) {
    List<DocumentKey> keys = transactor.read(tx -> new Listing(tx, collection, now).keys(filter));
    Predicate<DocumentRow> condition =
        row -> filter.condition().matches(FieldRow.values(row.metadata()));
    if (atOnce) {
      return new Deletion(keys.isEmpty() ? 0 : remove(keys, condition), 0, keys.size());
    }
    long deleted = 0;
    long failed = 0;
    for (int from = 0; from < keys.size(); from += AT_ONCE) {
      List<DocumentKey> some = keys.subList(from, Math.min(from + AT_ONCE, keys.size()));
      try {
        deleted += remove(some, condition);
      } catch (CorruptRecordException | IncompatibleRecordException e) {
        for (DocumentKey key : some) { // one by one, so that only the damaged one stays
          try {
            deleted += remove(List.of(key), condition);
          } catch (CorruptRecordException | IncompatibleRecordException damaged) {
            failed++;
          }
        }
      }
    }
    return new Deletion(deleted, failed, keys.size());
  }

  /** Removes the documents that have expired, and returns how many. */
  long sweep() {
    long swept = 0;
    int last;
    do {
      last =
          transactor.write(
              tx -> {
                if (collection.row(tx) == null) {
                  return 0;
                }
                CollectionWriter writer = new CollectionWriter(tx, collection, now);
                writer.sweep(AT_ONCE);
                writer.finish();
                return writer.swept();
              });
      swept += last;
    } while (last >= AT_ONCE);
    return swept;
  }
}
