package dev.cairn.internal.documents.upkeep;

import static dev.cairn.internal.documents.DocumentTables.COLLECTIONS;

import dev.cairn.CorruptRecordException;
import dev.cairn.IncompatibleRecordException;
import dev.cairn.internal.documents.Collection;
import dev.cairn.internal.recall.Indexes;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Transactor;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Compares the indexes of all collections of a namespace with their documents. */
public final class AllCollections {
  private AllCollections() {}

  /** Returns what is wrong with the collections that are at fault, by their names. */
  public static SortedMap<String, List<String>> problems(Transactor transactor, Indexes indexes) {
    SortedMap<String, List<String>> problems = new TreeMap<>();
    for (String name :
        transactor.read(tx -> tx.scan(COLLECTIONS, Scan.all()).map(Row::key).toList())) {
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
}
