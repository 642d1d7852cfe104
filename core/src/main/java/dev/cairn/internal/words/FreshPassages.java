package dev.cairn.internal.words;

import dev.cairn.table.Keys;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.table.Transaction;
import dev.cairn.table.WriteTransaction;
import java.util.List;
import java.util.function.ObjLongConsumer;

/**
 * Keeps the words of the passages that small writes have added last, each passage in a row of its
 * own, until they are written into blocks of postings together.
 *
 * <p>Invariant: in a collection each fresh passage is greater than any passage in its blocks.
 */
final class FreshPassages {
  static final Table<FreshKey, FreshRow> TABLE =
      Table.named("fresh-words")
          .keyedBy(Keys.record(FreshKey.class))
          .holding(FreshRow.class)
          .derived();

  private FreshPassages() {}

  record FreshKey(int collection, long passage) {}

  /**
   * The words of a fresh passage.
   *
   * @param terms its terms, as {@link TermList} writes them
   * @param gathered how many terms the fresh passages had, up to this one, when it was added
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared: no cache holds these rows
  record FreshRow(byte[] terms, int gathered) {}

  /** Returns how many terms the fresh passages of a collection have, or somewhat more. */
  static int terms(Transaction transaction, int collection) {
    return transaction
        .scan(TABLE, Scan.prefix(collection).descending().limit(1))
        .mapToInt(row -> row.value().gathered())
        .sum();
  }

  /** Adds a passage, which is greater than all that the collection has. */
  static void add(
      WriteTransaction transaction, int collection, long passage, Analysed words, int gathered) {
    transaction.put(
        TABLE, new FreshKey(collection, passage), new FreshRow(TermList.encode(words), gathered));
  }

  /** Removes a passage; false if it is not a fresh one. */
  static boolean remove(WriteTransaction transaction, int collection, long passage) {
    return transaction.remove(TABLE, new FreshKey(collection, passage));
  }

  /** Takes the fresh passages of a collection in ascending order, with the terms of each. */
  static void forEach(Transaction transaction, int collection, ObjLongConsumer<byte[]> action) {
    rows(transaction, Scan.prefix(collection))
        .forEach(row -> action.accept(row.value().terms(), row.key().passage()));
  }

  /** Removes all fresh passages of a collection, and takes them as {@link #forEach} does. */
  static void takeAll(
      WriteTransaction transaction, int collection, ObjLongConsumer<byte[]> action) {
    for (Row<FreshKey, FreshRow> row : rows(transaction, Scan.prefix(collection))) {
      action.accept(row.value().terms(), row.key().passage());
      transaction.remove(TABLE, row.key());
    }
  }

  /**
   * Removes fresh passages of a collection.
   *
   * @param most the most to remove, positive
   * @return false if none is left
   */
  static boolean clear(WriteTransaction transaction, int collection, int most) {
    List<FreshKey> keys =
        rows(transaction, Scan.prefix(collection).limit(most)).stream().map(Row::key).toList();
    keys.forEach(key -> transaction.remove(TABLE, key));
    return keys.size() == most;
  }

  /** Returns the greatest number of a collection that has fresh passages; 0 if there are none. */
  static int lastCollection(Transaction transaction) {
    return transaction
        .scan(TABLE, Scan.all().descending().limit(1))
        .mapToInt(row -> row.key().collection())
        .sum();
  }

  private static List<Row<FreshKey, FreshRow>> rows(Transaction transaction, Scan scan) {
    return transaction.scan(TABLE, scan).toList();
  }
}
