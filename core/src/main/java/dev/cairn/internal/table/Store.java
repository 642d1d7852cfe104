package dev.cairn.internal.table;

import static dev.cairn.internal.checks.Arguments.notNull;
import static dev.cairn.internal.checks.Arguments.positive;

import dev.cairn.CachePolicy;
import dev.cairn.CairnStatistics.CacheStatistics;
import dev.cairn.CorruptRecordException;
import dev.cairn.IncompatibleRecordException;
import dev.cairn.internal.cache.CachedRow;
import dev.cairn.internal.cache.CoherentCache;
import dev.cairn.internal.cache.Entry;
import dev.cairn.internal.cache.LoggedKeys;
import dev.cairn.internal.engine.Batch;
import dev.cairn.internal.engine.CommitListener;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.key.KeyPrefix;
import dev.cairn.internal.key.TupleReader;
import dev.cairn.internal.waiting.Waiters;
import dev.cairn.table.Query;
import dev.cairn.table.Table;
import dev.cairn.table.Transaction;
import dev.cairn.table.Transactor;
import dev.cairn.table.WriteTransaction;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Provides typed tables and a read cache on top of a storage engine.
 *
 * <p>Thread-safe. The engine is the caller's, and so is closing it.
 */
public final class Store implements AutoCloseable {
  private final Engine engine;
  private final Bindings bindings = new Bindings();
  private final CoherentCache<Object, Object> cache;
  private final Computations computations = new Computations();
  private final Waiters waiters;
  private final CommitListener committed = this::committed;

  /** The batch at work; the thread that commits alone uses it. */
  private @Nullable BatchChanges changes;

  /** The last commit with changes of this store, and whose indexes it left as they should be. */
  private long lastVersion;

  private Set<String> lastChecked = Set.of();

  /**
   * Makes the store of an engine.
   *
   * @param engine the engine
   * @param policy the time for which the cache keeps records
   * @param cacheBytes the memory that the cache may take, roughly; positive
   */
  public Store(Engine engine, CachePolicy policy, long cacheBytes) {
    this.engine = notNull("engine", engine);
    this.cache =
        new CoherentCache<>(
            engine, notNull("policy", policy), positive("cacheBytes", cacheBytes), new Keys());
    this.waiters = new Waiters(engine, cache.results());
    engine.addCommitListener(committed);
  }

  /** Tells the cache what the keys of the change log stand for. */
  private final class Keys implements LoggedKeys<Object> {
    @Override
    public @Nullable Object row(byte[] key) {
      return rowKey(key);
    }

    @Override
    public int table(byte[] key) {
      return new TupleReader(key).readInt();
    }

    @Override
    public void prefixes(byte[] key, IntConsumer action) {
      KeyPrefix.forEachHash(key, action);
    }
  }

  /** Returns the cache's key of a row that the change log names, if the cache can hold it. */
  private @Nullable RowKey rowKey(byte[] bytes) {
    TupleReader reader = new TupleReader(bytes);
    Binding<?, ?> binding = bindings.byId(reader.readInt());
    if (binding == null || !binding.table.cacheable()) {
      return null;
    }
    String namespace = reader.readString();
    try {
      return new RowKey(binding.table, namespace, keyOf(binding, bytes));
    } catch (CorruptRecordException | IncompatibleRecordException e) {
      return null; // say, an enum constant that this program does not have, and so never read
    }
  }

  private static <K> Object keyOf(Binding<K, ?> binding, byte[] bytes) {
    return notNull("key", binding.key(bytes));
  }

  /**
   * Returns where work on a namespace runs, each call in a transaction of its own.
   *
   * @param namespace the namespace, "" for the default one
   * @param timeout the longest time that a write waits for its turn, positive
   * @return the transactor
   */
  public Transactor in(String namespace, Duration timeout) {
    return new Direct(notNull("namespace", namespace), positive("timeout", timeout));
  }

  /**
   * Returns where a namespace is waited for.
   *
   * @param namespace the namespace, "" for the default one
   * @return the waits
   */
  public NamespaceWaits waits(String namespace) {
    return new NamespaceWaits(engine, waiters, notNull("namespace", namespace), bindings, cache);
  }

  /**
   * Returns where work inside a transaction runs.
   *
   * @param transaction the transaction that all calls join
   * @return the transactor, valid as long as the transaction
   */
  public static Transactor joining(Transaction transaction) {
    return new Joined(transaction);
  }

  /** Runs each call in a transaction of its own. */
  private final class Direct implements Transactor {
    private final String namespace;
    private final Duration timeout;

    Direct(String namespace, Duration timeout) {
      this.namespace = namespace;
      this.timeout = timeout;
    }

    @Override
    public <K, V extends Record> Optional<V> get(Table<K, V> table, K key) {
      notNull("table", table);
      RowKey rowKey = new RowKey(table, namespace, notNull("key", key));
      if (table.cacheable()) {
        Object cached = cache.get(rowKey);
        if (cached != null) {
          return CachedRow.row(cached);
        }
      }
      try (Snapshot snapshot = engine.snapshot()) {
        return new ViewTransaction(snapshot, namespace, bindings, cache).load(rowKey, table, key);
      }
    }

    @Override
    public <R> R read(Function<? super Transaction, ? extends R> work) {
      notNull("work", work);
      try (Snapshot snapshot = engine.snapshot();
          ViewTransaction transaction = new ViewTransaction(snapshot, namespace, bindings, cache)) {
        return work.apply(transaction);
      }
    }

    @Override
    public <R> R query(Query<? super Transaction, R> query) {
      QueryKey key = new QueryKey(namespace, notNull("query", query));
      Entry<Object> known = cache.results().get(key);
      if (known != null) {
        return QueryKey.answerOf(query, known);
      }
      // A thread inside a write must not wait for others: all who write wait for it.
      return QueryKey.answerOf(
          query,
          engine.inWrite()
              ? answer(key, query)
              : computations.of(key, engine.version(), () -> answer(key, query)));
    }

    private Entry<Object> answer(QueryKey key, Query<? super Transaction, ?> query) {
      try (Snapshot snapshot = engine.snapshot();
          ViewTransaction transaction = new ViewTransaction(snapshot, namespace, bindings, cache)) {
        return transaction.answerOf(key, query); // another thread may have computed it meanwhile
      }
    }

    @Override
    public <R> R write(Function<? super WriteTransaction, ? extends R> work) {
      notNull("work", work);
      return engine.write(batch -> run(work, batch), timeout);
    }

    @Override
    public <R> CompletableFuture<R> writeAsync(
        Function<? super WriteTransaction, ? extends R> work) {
      notNull("work", work);
      return engine.writeAsync(batch -> run(work, batch), timeout);
    }

    private <R> R run(Function<? super WriteTransaction, ? extends R> work, Batch batch) {
      BatchChanges current = changes;
      if (current == null || current.batch != batch) {
        current = new BatchChanges(batch, batch.version() == lastVersion ? lastChecked : Set.of());
        changes = current;
      }
      try (BatchTransaction transaction =
          new BatchTransaction(current, namespace, bindings, cache)) {
        R result = work.apply(transaction);
        transaction.finish();
        return result;
      }
    }
  }

  /** Runs every call in one transaction. */
  private record Joined(Transaction transaction) implements Transactor {
    @Override
    public <K, V extends Record> Optional<V> get(Table<K, V> table, K key) {
      return transaction.get(table, key);
    }

    @Override
    public <R> R read(Function<? super Transaction, ? extends R> work) {
      return work.apply(transaction);
    }

    @Override
    public <R> R query(Query<? super Transaction, R> query) {
      return transaction.query(query);
    }

    @Override
    public <R> R write(Function<? super WriteTransaction, ? extends R> work) {
      return writing().joined(work);
    }

    private BatchTransaction writing() {
      if (transaction instanceof BatchTransaction writing) {
        return writing;
      }
      throw new IllegalStateException(
          "a read cannot write: make the call in a write, or outside of the read");
    }

    @Override
    public <R> CompletableFuture<R> writeAsync(
        Function<? super WriteTransaction, ? extends R> work) {
      BatchTransaction writing = writing();
      try {
        return CompletableFuture.completedFuture(writing.joined(work));
      } catch (RuntimeException e) {
        return CompletableFuture.failedFuture(e);
      }
    }
  }

  private void committed(Batch batch, long version) {
    BatchChanges current = changes;
    changes = null;
    if (current != null && current.batch == batch) {
      lastChecked = current.checked();
      lastVersion = version;
      current.committed(version, bindings, cache);
    }
  }

  /**
   * Returns the figures of the cache.
   *
   * @return the figures
   */
  public CacheStatistics cacheStatistics() {
    return cache.statistics();
  }

  /** Detaches from the engine, which is closed; the store is not to be used afterwards. */
  @Override
  public void close() {
    waiters.close();
    engine.removeCommitListener(committed);
  }
}
