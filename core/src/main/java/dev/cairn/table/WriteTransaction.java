package dev.cairn.table;

import java.util.Optional;
import java.util.function.Function;

/**
 * A transaction that can also write; it sees its own changes.
 *
 * <p>All of its changes are committed together, or none is.
 */
public interface WriteTransaction extends Transaction {

  /**
   * Stores a record, in place of whatever the key had, also of a row that this program cannot read.
   * For such a row it searches the table's indexes from end to end.
   *
   * @param table the table
   * @param key the key
   * @param value the record; not to be modified afterwards
   * @param <K> the type of keys
   * @param <V> the record class
   * @return false if an equal record was stored already, so that nothing changed
   * @throws IllegalArgumentException if the key, or an indexed value with it, is too long
   */
  <K, V extends Record> boolean put(Table<K, V> table, K key, V value);

  /**
   * Removes a row, also one that this program cannot read, for which it searches the table's
   * indexes from end to end.
   *
   * @param table the table
   * @param key the key
   * @param <K> the type of keys
   * @param <V> the record class
   * @return false if there was none
   */
  <K, V extends Record> boolean remove(Table<K, V> table, K key);

  /**
   * Reads a row, changes it and stores it. Components that the record class does not declare, since
   * a newer program added them, are lost.
   *
   * @param table the table
   * @param key the key
   * @param change computes the new record from the old one, or from empty if there is none
   * @param <K> the type of keys
   * @param <V> the record class
   * @return the new record
   * @throws dev.cairn.IncompatibleRecordException if the record class cannot hold the stored row,
   *     which stays as it is
   */
  <K, V extends Record> V update(
      Table<K, V> table, K key, Function<? super Optional<V>, ? extends V> change);
}
