package dev.cairn.internal.documents;

import static dev.cairn.internal.documents.DocumentTables.DOCUMENTS;

import dev.cairn.CorruptRecordException;
import dev.cairn.internal.documents.DocumentTables.CollectionRow;
import dev.cairn.internal.documents.DocumentTables.DocumentKey;
import dev.cairn.internal.documents.DocumentTables.DocumentRow;
import dev.cairn.internal.recall.Kept;
import dev.cairn.internal.table.RowChanges;
import dev.cairn.internal.table.UnrecordedRows;
import dev.cairn.table.Scan;
import dev.cairn.table.Transaction;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps in memory when each document of a collection was changed and how often it was useful, so
 * that a search which weighs them can do so before it takes the best passages.
 *
 * <p>It is brought up to date from the change log, as the signs of vectors are, and may be ahead of
 * a transaction or have documents that are gone: it chooses what is read, and the rows that are
 * read then decide. Thread-safe.
 */
public final class Standings implements Kept {
  /** With so many more entries than twice the documents, those of documents that are gone go. */
  private static final int SPARE = 4096;

  private volatile @Nullable State state;

  /**
   * The standings as of one version. Immutable.
   *
   * @param firsts the first passages of documents, ascending
   * @param changes the times of the last changes, in seconds
   * @param unsure documents that a write which may be given up has changed: to be read once more
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and not handed out
  record State(
      long version,
      CollectionRow row,
      long[] firsts,
      double[] changes,
      long[] counts,
      Set<DocumentKey> unsure) {
    State withUnsure(Set<DocumentKey> documents) {
      return new State(version, row, firsts, changes, counts, documents);
    }

    /** Returns the place of the document that a passage is of; negative if it is not known. */
    int placeOf(long passage) {
      int found = Arrays.binarySearch(firsts, passage);
      return found >= 0 ? found : -found - 2;
    }

    double changed(int place) {
      return changes[place];
    }

    double uses(int place) {
      return counts[place];
    }
  }

  /** Returns what is known of the documents that a transaction sees. */
  @SuppressWarnings("ReferenceEquality") // the same one if it is up to date
  State upTo(Transaction tx, String collection, CollectionRow row) {
    UnrecordedRows<DocumentKey, DocumentRow> rows = UnrecordedRows.of(tx, DOCUMENTS);
    synchronized (this) {
      State known = state;
      State now = known == null ? null : caughtUp(known, rows, collection, row);
      if (now == null) {
        now = scanned(rows, collection, row);
      }
      if (now != known) {
        RowChanges<DocumentKey> uncommitted = rows.changesSince(rows.version());
        state =
            uncommitted.everything()
                ? known
                : now.withUnsure(DocumentTables.changedIn(collection, uncommitted));
      }
      return now;
    }
  }

  private static State scanned(
      UnrecordedRows<DocumentKey, DocumentRow> rows, String collection, CollectionRow row) {
    SortedMap<Long, Entry> found = new TreeMap<>();
    rows.forEach(
        Scan.prefix(collection),
        (key, document) -> add(found, document, row),
        damaged -> {}); // a check reports it, and a search that finds it
    State empty = new State(0, row, new long[0], new double[0], new long[0], Set.of());
    return with(empty, rows.version(), row, found);
  }

  /** Returns the state as of the transaction; null if it has to be made anew. */
  private static @Nullable State caughtUp(
      State from,
      UnrecordedRows<DocumentKey, DocumentRow> rows,
      String collection,
      CollectionRow row) {
    long ahead = rows.mayBeUncommitted() ? -1 : from.version() - rows.version();
    if (ahead > 0 || (from.unsure().isEmpty() && (ahead == 0 || from.row().equals(row)))) {
      return from;
    }
    RowChanges<DocumentKey> changes = rows.changesSince(from.version());
    boolean sparse = from.firsts().length > 2 * row.documents() + SPARE;
    if (changes.everything() || sparse || from.row().number() != row.number()) {
      return null;
    }
    SortedMap<Long, Entry> changed = new TreeMap<>();
    Stream.concat(from.unsure().stream(), DocumentTables.changedIn(collection, changes).stream())
        .distinct()
        .flatMap(key -> whole(rows, key))
        .forEach(document -> add(changed, document, row));
    return with(from, rows.version(), row, changed);
  }

  private static Stream<DocumentRow> whole(
      UnrecordedRows<DocumentKey, DocumentRow> rows, DocumentKey key) {
    try {
      return Stream.ofNullable(rows.get(key));
    } catch (CorruptRecordException e) {
      return Stream.empty();
    }
  }

  /** Adds a document, unless a rebuild has not reached it. */
  private static void add(
      SortedMap<Long, Entry> documents, DocumentRow document, CollectionRow row) {
    if (document.index() == row.number()) {
      documents.put(
          document.first(), new Entry(Weighing.seconds(document.changed()), document.uses()));
    }
  }

  @Override
  public long bytes() {
    State known = state;
    return known == null ? 0 : 24L * known.firsts().length;
  }

  private record Entry(double changed, long uses) {}

  /** Returns a state with further documents, or others in the place of those that it has. */
  private static State with(
      State from, long version, CollectionRow row, SortedMap<Long, Entry> changed) {
    int most = from.firsts().length + changed.size();
    long[] firsts = new long[most];
    double[] times = new double[most];
    long[] counts = new long[most];
    int size = 0;
    int next = 0;
    for (Map.Entry<Long, Entry> each : changed.entrySet()) {
      long first = each.getKey();
      int end = from.placeOf(first - 1) + 1;
      int kept = end - next;
      System.arraycopy(from.firsts(), next, firsts, size, kept);
      System.arraycopy(from.changes(), next, times, size, kept);
      System.arraycopy(from.counts(), next, counts, size, kept);
      size += kept;
      next = end < from.firsts().length && from.firsts()[end] == first ? end + 1 : end;
      firsts[size] = first;
      times[size] = each.getValue().changed();
      counts[size++] = each.getValue().uses();
    }
    int rest = from.firsts().length - next;
    System.arraycopy(from.firsts(), next, firsts, size, rest);
    System.arraycopy(from.changes(), next, times, size, rest);
    System.arraycopy(from.counts(), next, counts, size, rest);
    size += rest;
    return new State(
        version,
        row,
        Arrays.copyOf(firsts, size),
        Arrays.copyOf(times, size),
        Arrays.copyOf(counts, size),
        Set.of());
  }
}
