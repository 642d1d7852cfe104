package dev.cairn.table;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads the tables of one namespace in one consistent state.
 *
 * <p>Valid until the function that it was passed to returns, and confined to that function's
 * thread; the streams that it gives end with it.
 *
 * <p>A row that is damaged throws {@link dev.cairn.CorruptRecordException} when it is read. A row
 * that is sound, and holds a value that the record class cannot hold, say a number or an enum
 * constant of a newer program, throws {@link dev.cairn.IncompatibleRecordException}. In both cases
 * a scan throws at that row, since it must not pass for complete without it, and can be begun again
 * behind the row's key. A table whose rows the record class cannot read at all throws it when the
 * table is first used.
 */
public interface Transaction {

  /**
   * Returns the namespace whose rows this transaction sees.
   *
   * @return the namespace, "" for the default one
   */
  String namespace();

  /**
   * Returns the version of the store that this transaction is based on. Refused, as every other
   * call, once the transaction has ended.
   *
   * @return the number of the last commit that it sees
   */
  long version();

  /**
   * Reads a row.
   *
   * @param table the table
   * @param key the key
   * @param <K> the type of keys
   * @param <V> the record class
   * @return the record, or empty if there is none
   */
  <K, V extends Record> Optional<V> get(Table<K, V> table, K key);

  /**
   * Walks over rows in key order.
   *
   * @param table the table
   * @param scan the rows to read, and their direction
   * @param <K> the type of keys
   * @param <V> the record class
   * @return the rows, read as the stream is consumed; it need not be closed
   */
  <K, V extends Record> Stream<Row<K, V>> scan(Table<K, V> table, Scan scan);

  /**
   * Walks over rows in the order of an index; the primary key decides between equal values.
   *
   * @param table the table
   * @param index one of its indexes
   * @param scan the indexed values of the rows to read, and their direction
   * @param <K> the type of keys
   * @param <V> the record class
   * @return the rows, read as the stream is consumed; it need not be closed
   */
  <K, V extends Record> Stream<Row<K, V>> scan(
      Table<K, V> table, Index<? super V, ?> index, Scan scan);

  /**
   * Counts rows without reading their values.
   *
   * @param table the table
   * @param scan the rows to count
   * @return the number of rows
   */
  long count(Table<?, ?> table, Scan scan);

  /**
   * Counts entries of an index.
   *
   * @param table the table
   * @param index one of its indexes
   * @param scan the indexed values of the entries to count
   * @return the number of entries
   */
  long count(Table<?, ?> table, Index<?, ?> index, Scan scan);

  /**
   * Answers a query at this transaction's version, from the coherent cache if its answer is there.
   * In a write it is always computed, and sees the changes made so far.
   *
   * @param query the query, a record or a constant of an enum
   * @param <R> the type of its answer
   * @return the answer
   * @throws IllegalArgumentException if the query is of another class, or its answer can be
   *     modified
   */
  default <R> R query(Query<? super Transaction, R> query) {
    return query.answer(this);
  }
}
