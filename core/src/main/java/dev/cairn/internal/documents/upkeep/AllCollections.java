package dev.cairn.internal.documents.upkeep;

import static dev.cairn.internal.documents.DocumentTables.COLLECTIONS;
import static dev.cairn.internal.documents.DocumentTables.DOCUMENTS;

import dev.cairn.CorruptRecordException;
import dev.cairn.IncompatibleRecordException;
import dev.cairn.internal.documents.Collection;
import dev.cairn.internal.documents.DocumentTables.DocumentKey;
import dev.cairn.internal.documents.DocumentTables.DocumentRow;
import dev.cairn.internal.recall.Indexes;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Transaction;
import dev.cairn.table.Transactor;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.Spliterator;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Compares the indexes of all collections of a namespace with their documents. */
public final class AllCollections {
  private AllCollections() {}

  /** Returns what is wrong with the collections that are at fault, by their names. */
  public static SortedMap<String, List<String>> problems(Transactor transactor, Indexes indexes) {
    SortedMap<String, List<String>> problems = new TreeMap<>();
    for (String name : transactor.read(AllCollections::names)) {
      Collection each = new Collection(name, Optional.empty(), indexes);
      List<String> found;
      try {
        found = transactor.read(tx -> new Checking(tx, each).problems());
      } catch (IncompatibleRecordException | CorruptRecordException e) {
        found = List.of(String.valueOf(e.getMessage()));
      }
      if (!found.isEmpty()) {
        problems.put(name, found);
      }
    }
    return problems;
  }

  /** Returns the names of all collections, also of those that have documents and lost their row. */
  public static NavigableSet<String> names(Transaction tx) {
    NavigableSet<String> names = new TreeSet<>();
    tx.scan(COLLECTIONS, Scan.all()).map(Row::key).forEach(names::add);
    Optional<String> next = first(tx, Scan.all());
    while (next.isPresent()) {
      names.add(next.get());
      next = first(tx, Scan.all().from(next.get() + "\0"));
    }
    return names;
  }

  /** Returns the collection of the first document that can be read; a check reports the others. */
  private static Optional<String> first(Transaction tx, Scan scan) {
    List<String> found = new ArrayList<>(1);
    try (Stream<Row<DocumentKey, DocumentRow>> rows = tx.scan(DOCUMENTS, scan)) {
      Spliterator<Row<DocumentKey, DocumentRow>> each = rows.spliterator();
      boolean more = true;
      while (more && found.isEmpty()) {
        try {
          more = each.tryAdvance(row -> found.add(row.key().collection()));
        } catch (IncompatibleRecordException | CorruptRecordException e) {
          // The next advance is to the row behind it.
        }
      }
    }
    return found.stream().findFirst();
  }
}
