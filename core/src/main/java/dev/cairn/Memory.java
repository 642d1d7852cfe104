package dev.cairn;

import static dev.cairn.internal.checks.Arguments.notNull;
import static dev.cairn.internal.checks.Arguments.positive;

import dev.cairn.conversations.Conversations;
import dev.cairn.documents.Documents;
import dev.cairn.episodes.Episodes;
import dev.cairn.graph.Graph;
import dev.cairn.internal.table.AdaptedQuery;
import dev.cairn.internal.table.Store;
import dev.cairn.jobs.Jobs;
import dev.cairn.limits.Limits;
import dev.cairn.locks.Locks;
import dev.cairn.locks.Token;
import dev.cairn.progress.Progress;
import dev.cairn.repositories.Repositories;
import dev.cairn.sites.Sites;
import dev.cairn.skills.Skills;
import dev.cairn.table.Index;
import dev.cairn.table.Query;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.table.Transaction;
import dev.cairn.table.Transactor;
import dev.cairn.users.Users;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Gives access to one namespace of a store: its documents, sites, skills, episodes, users,
 * knowledge graph, conversations, and tables of the caller's own.
 *
 * <p>A memory from {@link Cairn} runs each call in a transaction of its own. The one that a
 * function is given by {@link #read} or {@link #write} runs all calls in one transaction, and ends
 * with that function. Only a memory from {@link Cairn} is thread-safe.
 */
public final class Memory extends Recall {
  /** The transaction that this memory is bound to, if it is bound to one. */
  private final @Nullable Transaction transaction;

  private Memory(
      String namespace,
      OpenedStore opened,
      Transactor transactor,
      @Nullable Transaction transaction) {
    super(namespace, opened, transactor, transaction == null ? opened.store() : null);
    this.transaction = transaction;
  }

  static Memory of(OpenedStore opened, String namespace, Duration timeout) {
    return new Memory(namespace, opened, opened.store().in(namespace, timeout), null);
  }

  /** Returns the tables of the repositories, with their indexes, for maintenance. */
  public static List<Table<?, ?>> tables() {
    return Stream.of(
            Sites.tables(),
            Skills.tables(),
            Episodes.tables(),
            Users.tables(),
            Graph.tables(),
            Conversations.tables(),
            Documents.tables(),
            Repositories.tables(),
            Jobs.tables())
        .<Table<?, ?>>flatMap(List::stream)
        .toList();
  }

  @Override
  Memory joining(Transaction joined) {
    return new Memory(namespace, opened, Store.joining(joined), joined);
  }

  /** Returns the namespace, "" for the default one. */
  public String namespace() {
    return namespace;
  }

  /** Returns the repository of knowledge about web sites. */
  public Sites sites() {
    return repository(Sites::new);
  }

  /** Returns the repository of skills of agents. */
  public Skills skills() {
    return repository(Skills::new);
  }

  /** Returns the repository of tasks that agents undertook. */
  public Episodes episodes() {
    return repository(Episodes::new);
  }

  /** Returns the repository of users that agents talk to. */
  public Users users() {
    return repository(Users::new);
  }

  /** Returns the repository of entities, their relations and what was observed about them. */
  public Graph graph() {
    return repository(Graph::new);
  }

  /** Returns the repository of conversations and their messages. */
  public Conversations conversations() {
    return repository(Conversations::new);
  }

  /** Returns the queue of jobs, and what is to be done with them. */
  public Jobs jobs() {
    return opened.coordination().jobs(namespace, transactor);
  }

  /** Returns the named locks of this namespace; not in a transaction, which must not wait. */
  public Locks locks() {
    return coordination().locks(namespace);
  }

  /** Returns the limits of this namespace; not in a transaction, which they are no part of. */
  public Limits limits() {
    return coordination().limits(namespace);
  }

  /** Returns the progress of this namespace's operations; not in a transaction. */
  public Progress progress() {
    return coordination().progress(namespace);
  }

  private Coordination coordination() {
    if (transaction != null) {
      throw new IllegalStateException("use locks, limits and progress outside of the transaction");
    }
    opened.coordination().refuseInWrite(); // by way of the outer memory
    return opened.coordination();
  }

  /**
   * Reads a row of a table, through the coherent cache.
   *
   * @return the record, or empty if there is none
   */
  public <K, V extends Record> Optional<V> get(Table<K, V> table, K key) {
    return transactor.get(table, key);
  }

  /**
   * Stores a row of a table.
   *
   * @return false if an equal record was stored already, so that nothing changed
   */
  public <K, V extends Record> boolean put(Table<K, V> table, K key, V value) {
    notNull("table", table);
    notNull("key", key);
    notNull("value", value);
    return transactor.write(tx -> tx.put(table, key, value));
  }

  /**
   * Removes a row of a table.
   *
   * @return false if there was none
   */
  public <K, V extends Record> boolean remove(Table<K, V> table, K key) {
    notNull("table", table);
    notNull("key", key);
    return transactor.write(tx -> tx.remove(table, key));
  }

  /**
   * Changes a row of a table atomically: no update of any thread or process is lost.
   *
   * <p>Components that the record class does not declare, since a newer program added them, are
   * lost.
   *
   * @param change computes the new record from the old one, or from empty if there is none, and
   *     must have no other effect. Outside of a transaction it runs on this thread or on another
   *     one, perhaps more than once; inside of one it runs at once, on the calling thread
   * @return the new record
   * @throws IncompatibleRecordException if the record class cannot hold the stored row, which stays
   *     as it is
   */
  public <K, V extends Record> V update(
      Table<K, V> table, K key, Function<? super Optional<V>, ? extends V> change) {
    notNull("table", table);
    notNull("key", key);
    notNull("change", change);
    return transactor.write(tx -> tx.update(table, key, change));
  }

  /**
   * Walks over rows in key order.
   *
   * <p>Inside a transaction the rows are read as the stream is consumed, and the stream ends with
   * the transaction. Outside of one all rows are read, in one snapshot, before this returns: for a
   * part of many, give the scan a {@linkplain Scan#limit limit}.
   *
   * @return the rows; the stream need not be closed
   * @throws CorruptRecordException if a row is damaged, when it is read
   * @throws IncompatibleRecordException if the record class cannot hold a row, when it is read
   */
  public <K, V extends Record> Stream<Row<K, V>> scan(Table<K, V> table, Scan scan) {
    return transaction != null
        ? transaction.scan(table, scan)
        : transactor.read(tx -> tx.scan(table, scan).toList()).stream();
  }

  /**
   * Walks over rows in the order of an index; the primary key decides between equal values.
   *
   * @return the rows, as for {@link #scan(Table, Scan)}
   * @throws IllegalArgumentException if the table does not declare the index
   */
  public <K, V extends Record> Stream<Row<K, V>> scan(
      Table<K, V> table, Index<? super V, ?> index, Scan scan) {
    return transaction != null
        ? transaction.scan(table, index, scan)
        : transactor.read(tx -> tx.scan(table, index, scan).toList()).stream();
  }

  /**
   * Counts rows without reading their values.
   *
   * @return the number of rows; the scan's limit at most
   */
  public long count(Table<?, ?> table, Scan scan) {
    return transactor.read(tx -> tx.count(table, scan));
  }

  /**
   * Counts entries of an index.
   *
   * @return the number of entries; the scan's limit at most
   * @throws IllegalArgumentException if the table does not declare the index
   */
  public long count(Table<?, ?> table, Index<?, ?> index, Scan scan) {
    return transactor.read(tx -> tx.count(table, index, scan));
  }

  /**
   * Returns the version that reads of this memory are based on: the number of the last commit that
   * they see; outside of a transaction, of the last commit of any process.
   */
  public long version() {
    return transactor.read(Transaction::version);
  }

  /**
   * Returns a repository of the caller's own, which runs where this memory runs: each call in a
   * transaction of its own, or all calls in the transaction that this memory is bound to. The
   * repositories of the library are made in the same way.
   *
   * <pre>{@code
   * memory.repository(Notes::new).add("n1", "free shipping"); // class Notes { Notes(Transactor t, Clock c) … }
   * }</pre>
   *
   * @param constructor makes the repository of its transactor and the store's clock; called once a
   *     call, so it should do no more than keep them
   * @return the repository, valid as long as this memory
   */
  public <R> R repository(BiFunction<? super Transactor, ? super Clock, ? extends R> constructor) {
    return notNull("constructor", constructor).apply(transactor, opened.clock());
  }

  /**
   * Reads several things in one snapshot.
   *
   * @param work the function; the memory that it is given shows one moment, and ends with it
   * @return its result
   */
  public <R> R read(Function<? super Memory, ? extends R> work) {
    notNull("work", work);
    return transactor.read(tx -> work.apply(joining(tx)));
  }

  /**
   * Answers a query, from the coherent cache if nothing that its answer depends on has changed, in
   * whichever process. In a write the query is always computed.
   *
   * @param query the query, a record or a constant of an enum
   * @return the answer, as good as one that this call computed; shared with others who ask
   * @throws IllegalArgumentException if the query is of another class, or its answer can be
   *     modified
   */
  public <R> R query(Query<? super Memory, R> query) {
    return transactor.query(new AdaptedQuery<>(query, this::joining));
  }

  /**
   * Writes several things in one transaction, durable when this returns.
   *
   * <p>Called on a memory that is bound to a write, this joins that write: the function runs at
   * once, on the calling thread, and its changes become durable with the larger transaction. If it
   * throws after its first change, the whole transaction fails, even where the exception is caught:
   * half of it would be applied otherwise. If it throws earlier, the outer function may go on.
   *
   * @param work the function, without an effect but on the memory that it is given; it runs on this
   *     thread, where an interrupt reaches it, or on another one, perhaps more than once
   * @throws WriteTimeoutException if its turn did not come in time; it is never applied
   */
  public void write(Consumer<? super Memory> work) {
    notNull("work", work);
    writeAndGet(
        memory -> {
          work.accept(memory);
          return "";
        });
  }

  /**
   * Writes as {@link #write(Consumer)} does, if a lock of this namespace is still held. If its
   * lease ends during the write, the next holder gets the lock after the write has ended.
   *
   * @param token the token of the lock
   * @param work the function
   * @throws StaleTokenException if it is not held under the token when the transaction begins
   */
  public void write(Token token, Consumer<? super Memory> work) {
    notNull("token", token);
    notNull("work", work);
    Locks locks = opened.coordination().locks(namespace); // may write, so not inside of the write
    write(
        memory -> {
          locks.requireHeld(token);
          work.accept(memory);
        });
  }

  /**
   * Writes as {@link #write} does, also in a larger transaction, and returns a result.
   *
   * @param work the function, as for {@link #write}
   * @return its result
   * @throws WriteTimeoutException if its turn did not come in time; it is never applied
   */
  public <R> R writeAndGet(Function<? super Memory, ? extends R> work) {
    notNull("work", work);
    return transactor.write(tx -> work.apply(joining(tx)));
  }

  /**
   * Queues a transaction. Called on a memory that is bound to a write, it joins that write as
   * {@link #write} does, and the future is complete at once.
   *
   * <p>The functions that a caller hangs on the future run on threads that all futures of the store
   * share. They may read, write, and close the store. Where they block, the store adds threads, up
   * to some hundreds, so that other futures are some 10 ms late at most.
   *
   * <p>When the JVM ends in order, by the return of {@code main}, {@code System.exit} or SIGTERM,
   * it waits up to 5 seconds for the transactions that are queued. A kill does not wait. A program
   * that must be sure waits for the future, or calls {@link Cairn#flush()} or {@link
   * Cairn#close()}.
   *
   * @param work the function, as for {@link #write}
   * @return completes with null when the transaction is durable; exceptionally with the exception
   *     that the function threw, or with a {@link CairnException}. Cancelling it before the
   *     transaction has begun withdraws the transaction
   */
  @SuppressWarnings("NullAway") // a function may return null, and a Void is nothing else
  public CompletableFuture<@Nullable Void> writeAsync(Consumer<? super Memory> work) {
    notNull("work", work);
    return transactor.writeAsync(
        tx -> {
          work.accept(joining(tx));
          return null;
        });
  }

  /**
   * Queues a transaction that has a result.
   *
   * @param work the function, as for {@link #write}
   * @return as for {@link #writeAsync}, but with the function's result
   */
  public <R> CompletableFuture<R> writeAndGetAsync(Function<? super Memory, ? extends R> work) {
    notNull("work", work);
    return transactor.writeAsync(tx -> work.apply(joining(tx)));
  }

  /**
   * Returns this memory with another limit on how long a write may wait for its turn.
   *
   * @param timeout the time, positive; it has no effect inside a transaction
   */
  public Memory withTimeout(Duration timeout) {
    positive("timeout", timeout);
    return transaction != null ? this : of(opened, namespace, timeout);
  }
}
