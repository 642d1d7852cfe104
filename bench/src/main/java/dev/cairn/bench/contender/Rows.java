package dev.cairn.bench.contender;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the rows of one kind in a benchmarked store. Thread-safe.
 *
 * @param <T> the type of the records
 */
interface Rows<T> {

  /** Reads a row, or null if there is none. */
  @Nullable T get(String key);

  /** Stores a row; durable when this returns, if the store can. */
  void put(String key, T value);

  /**
   * Changes a row atomically; durable when this returns, if the store can.
   *
   * @throws NoSuchElementException if there is none
   */
  T update(String key, UnaryOperator<T> change);

  /** Reads the rows whose keys begin with a prefix, in the order of their keys, up to a limit. */
  List<T> scan(String prefix, int limit);

  /**
   * Stores many rows, one after the other, in one transaction, or in the way that the store has for
   * many; durable when this returns, if the store can.
   */
  void load(List<Map.Entry<String, T>> rows);

  /** Returns the row that an update found, or complains that there is none. */
  static <T> T present(String key, @Nullable T row) {
    if (row == null) {
      throw new NoSuchElementException("no row of key '%s': load it first".formatted(key));
    }
    return row;
  }

  /** Returns the first key behind those that begin with a prefix, which ends in ASCII. */
  static String endOf(String prefix) {
    int last = prefix.length() - 1;
    return prefix.substring(0, last) + (char) (prefix.charAt(last) + 1);
  }
}
