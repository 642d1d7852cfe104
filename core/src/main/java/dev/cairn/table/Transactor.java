package dev.cairn.table;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Runs the reads and writes of a repository, either each in a transaction of its own or all in one
 * given transaction. A repository that is written against this interface works unchanged in both.
 */
public interface Transactor {

  /**
   * Reads a row, through the coherent cache.
   *
   * @param table the table
   * @param key the key
   * @param <K> the type of keys
   * @param <V> the record class
   * @return the record, or empty if there is none
   */
  <K, V extends Record> Optional<V> get(Table<K, V> table, K key);

  /**
   * Reads in one snapshot.
   *
   * @param work the function
   * @param <R> the type of its result
   * @return its result
   */
  <R> R read(Function<? super Transaction, ? extends R> work);

  /**
   * Answers a query, from the coherent cache if nothing that its answer depends on has changed. In
   * a write it is always computed, and so it is by a transactor without a cache.
   *
   * @param query the query, a record or a constant of an enum
   * @param <R> the type of its answer
   * @return the answer, as good as one that this call computed
   * @throws IllegalArgumentException if the query is of another class, or its answer can be
   *     modified
   */
  default <R> R query(Query<? super Transaction, R> query) {
    return read(query::answer);
  }

  /**
   * Writes in one transaction, which is durable when this returns (unless it joined a larger one).
   *
   * <p>A write that joined a larger transaction and throws after it has changed something fails the
   * whole transaction, also if the exception is caught there: half of it would be applied
   * otherwise.
   *
   * @param work the function; it runs on this thread or on another one, perhaps more than once, and
   *     must have no effect but on its transaction
   * @param <R> the type of its result
   * @return its result
   */
  <R> R write(Function<? super WriteTransaction, ? extends R> work);

  /**
   * Queues a write.
   *
   * @param work the function, as for {@link #write}
   * @param <R> the type of its result
   * @return completes when the write is durable; where it joined a larger transaction it is
   *     complete at once, and a failure counts as for {@link #write}
   */
  <R> CompletableFuture<R> writeAsync(Function<? super WriteTransaction, ? extends R> work);
}
