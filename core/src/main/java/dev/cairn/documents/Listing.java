package dev.cairn.documents;

import static dev.cairn.internal.documents.DocumentTables.DOCUMENTS;

import dev.cairn.internal.documents.Collection;
import dev.cairn.internal.documents.DocumentTables.CollectionRow;
import dev.cairn.internal.documents.DocumentTables.DocumentKey;
import dev.cairn.internal.documents.DocumentTables.DocumentRow;
import dev.cairn.internal.documents.FieldKey;
import dev.cairn.internal.documents.Matching;
import dev.cairn.internal.postings.PassageSet;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Transaction;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Counts and lists the documents of a collection that a filter matches. */
final class Listing {
  private final Transaction tx;
  private final Collection collection;
  private final Instant now;

  Listing(Transaction tx, Collection collection, Instant now) {
    this.tx = tx;
    this.collection = collection;
    this.now = now;
  }

  long count(Filter filter) {
    CollectionRow row = collection.row(tx);
    return row == null
        ? 0
        : new Matching(tx, collection.name(), row, now).count(filter.condition());
  }

  /**
   * Returns the documents behind an id, in the order of the ids.
   *
   * @param after the id in its short form; empty for the first page
   */
  List<Document> after(String after, Filter filter, int limit) {
    CollectionRow row = collection.row(tx);
    if (row == null || limit == 0) {
      return List.of();
    }
    Stream<DocumentRow> rows =
        filter.equals(Filter.all()) ? all(after) : matching(after, filter, row);
    return rows.filter(found -> !found.isExpired(now)).limit(limit).map(Document::of).toList();
  }

  private Stream<DocumentRow> all(String after) {
    Scan scan = Scan.prefix(collection.name());
    return tx.scan(DOCUMENTS, after.isEmpty() ? scan : scan.from(after))
        .filter(found -> !found.key().id().equals(after))
        .map(Row::value);
  }

  private Stream<DocumentRow> matching(String after, Filter filter, CollectionRow row) {
    Matching matching = new Matching(tx, collection.name(), row, now);
    return keys(matching, matching.documents(filter.condition()))
        .filter(key -> FieldKey.compare(key.id(), after) > 0)
        .sorted(Comparator.comparing(DocumentKey::id, FieldKey::compare))
        .map(key -> tx.get(DOCUMENTS, key))
        .flatMap(Optional::stream);
  }

  /** Returns the keys of the documents that a filter matches. */
  List<DocumentKey> keys(Filter filter) {
    CollectionRow row = collection.row(tx);
    if (row == null) {
      return List.of();
    }
    Matching matching = new Matching(tx, collection.name(), row, now);
    return keys(matching, matching.documents(filter.condition())).toList();
  }

  private static Stream<DocumentKey> keys(Matching matching, PassageSet documents) {
    return documents.stream().mapToObj(matching::key).flatMap(Optional::stream);
  }
}
