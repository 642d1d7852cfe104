package dev.cairn;

import static dev.cairn.internal.checks.Arguments.notNull;
import static dev.cairn.internal.checks.Arguments.positive;

import dev.cairn.episodes.Episodes;
import dev.cairn.internal.table.Store;
import dev.cairn.sites.Sites;
import dev.cairn.skills.Skills;
import dev.cairn.table.Table;
import dev.cairn.table.Transaction;
import dev.cairn.table.Transactor;
import dev.cairn.table.WriteTransaction;
import dev.cairn.users.Users;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the agents of one namespace know: their sites, skills, episodes and users, and tables of the
 * caller's own.
 *
 * <p>A memory from {@link Cairn} runs each call in a transaction of its own. The one that a
 * function is given by {@link #read} or {@link #write} runs all calls in one transaction, and ends
 * with that function. Only the former is thread-safe.
 */
public final class Memory {
  private final String namespace;
  private final Clock clock;
  private final Transactor transactor;

  /** The store, unless this memory is bound to a transaction. */
  private final @Nullable Store store;

  /** The transaction that this memory is bound to, if it is. */
  private final @Nullable Transaction transaction;

  private Memory(
      String namespace,
      Clock clock,
      Transactor transactor,
      @Nullable Store store,
      @Nullable Transaction transaction) {
    this.namespace = namespace;
    this.clock = clock;
    this.transactor = transactor;
    this.store = store;
    this.transaction = transaction;
  }

  static Memory of(Store store, String namespace, Duration timeout, Clock clock) {
    return new Memory(namespace, clock, store.in(namespace, timeout), store, null);
  }

  /**
   * Returns the tables of the repositories, for what works on whole stores.
   *
   * @return the tables with their indexes, unmodifiable
   */
  public static List<Table<?, ?>> tables() {
    return Stream.of(Sites.tables(), Skills.tables(), Episodes.tables(), Users.tables())
        .<Table<?, ?>>flatMap(List::stream)
        .toList();
  }

  private Memory joining(Transaction joined) {
    return new Memory(namespace, clock, Store.joining(joined), null, joined);
  }

  /**
   * Returns the namespace.
   *
   * @return the namespace, "" for the default one
   */
  public String namespace() {
    return namespace;
  }

  /**
   * Returns what is known of web sites.
   *
   * @return the repository
   */
  public Sites sites() {
    return new Sites(transactor, clock);
  }

  /**
   * Returns what agents can do.
   *
   * @return the repository
   */
  public Skills skills() {
    return new Skills(transactor, clock);
  }

  /**
   * Returns what happened.
   *
   * @return the repository
   */
  public Episodes episodes() {
    return new Episodes(transactor, clock);
  }

  /**
   * Returns whom agents talk to.
   *
   * @return the repository
   */
  public Users users() {
    return new Users(transactor, clock);
  }

  /**
   * Reads a row of a table, through the coherent cache.
   *
   * @param table the table
   * @param key the key
   * @param <K> the type of keys
   * @param <V> the record class
   * @return the record, or empty if there is none
   */
  public <K, V extends Record> Optional<V> get(Table<K, V> table, K key) {
    return transactor.get(table, key);
  }

  /**
   * Stores a row of a table.
   *
   * @param table the table
   * @param key the key
   * @param value the record
   * @param <K> the type of keys
   * @param <V> the record class
   * @return false if an equal record was stored already, so that nothing changed
   */
  public <K, V extends Record> boolean put(Table<K, V> table, K key, V value) {
    notNull("table", table);
    notNull("key", key);
    notNull("value", value);
    return transactor.write(tx -> tx.put(table, key, value));
  }

  /**
   * Deletes a row of a table.
   *
   * @param table the table
   * @param key the key
   * @param <K> the type of keys
   * @param <V> the record class
   * @return false if there was none
   */
  public <K, V extends Record> boolean delete(Table<K, V> table, K key) {
    notNull("table", table);
    notNull("key", key);
    return transactor.write(tx -> tx.delete(table, key));
  }

  /**
   * Changes a row of a table atomically: no update of any thread or process is lost.
   *
   * @param table the table
   * @param key the key
   * @param change computes the new record from the old one, or from empty if there is none; it runs
   *     on another thread, perhaps more than once, and must have no other effect
   * @param <K> the type of keys
   * @param <V> the record class
   * @return the new record
   */
  public <K, V extends Record> V update(
      Table<K, V> table, K key, Function<? super Optional<V>, ? extends V> change) {
    notNull("table", table);
    notNull("key", key);
    notNull("change", change);
    return transactor.write(tx -> tx.update(table, key, change));
  }

  /**
   * Reads several things in one snapshot.
   *
   * @param work the function; the memory that it is given shows one moment, and ends with it
   * @param <R> the type of its result
   * @return its result
   */
  public <R> R read(Function<? super Memory, ? extends R> work) {
    notNull("work", work);
    return transactor.read(tx -> work.apply(joining(tx)));
  }

  /**
   * Writes several things in one transaction, durable when this returns.
   *
   * @param work the function; it runs on another thread, perhaps more than once, and must have no
   *     effect but on the memory that it is given
   * @throws WriteTimeoutException if its turn did not come in time; it is never applied
   */
  public void write(Consumer<? super Memory> work) {
    notNull("work", work);
    writeReturning(
        memory -> {
          work.accept(memory);
          return "";
        });
  }

  /**
   * Writes several things in one transaction, durable when this returns, and returns a result.
   *
   * @param work the function, as for {@link #write}
   * @param <R> the type of its result
   * @return its result
   * @throws WriteTimeoutException if its turn did not come in time; it is never applied
   */
  public <R> R writeReturning(Function<? super Memory, ? extends R> work) {
    notNull("work", work);
    return transactor.write(tx -> work.apply(joining(tx)));
  }

  /**
   * Queues a transaction.
   *
   * @param work the function, as for {@link #write}
   * @param <R> the type of its result
   * @return completes with the function's result when the transaction is durable; exceptionally
   *     with what the function threw, or with a {@link CairnException}
   */
  public <R> CompletableFuture<R> writeAsync(Function<? super Memory, ? extends R> work) {
    notNull("work", work);
    return transactor.writeAsync(tx -> work.apply(joining(tx)));
  }

  /**
   * Returns this memory with another limit on how long a write may wait for its turn.
   *
   * @param timeout the time, positive; it has no effect inside a transaction
   * @return the memory
   */
  public Memory withTimeout(Duration timeout) {
    positive("timeout", timeout);
    return store == null ? this : of(store, namespace, timeout, clock);
  }

  /**
   * Returns the transaction that this memory is bound to, for tables of the caller's own.
   *
   * @return the transaction; a {@link WriteTransaction} in a write
   * @throws IllegalStateException if this memory is not bound to one
   */
  public Transaction transaction() {
    if (transaction == null) {
      throw new IllegalStateException(
          "this memory is not in a transaction; use the one that read or write passes to its function");
    }
    return transaction;
  }
}
