package dev.cairn.internal.table;

import static dev.cairn.internal.checks.Arguments.notNull;

import dev.cairn.CorruptRecordException;
import dev.cairn.StorageException;
import dev.cairn.internal.cache.CachedRow;
import dev.cairn.internal.cache.CoherentCache;
import dev.cairn.internal.cache.Entry;
import dev.cairn.internal.cache.ReadSet;
import dev.cairn.internal.engine.Changes;
import dev.cairn.internal.engine.Cursor;
import dev.cairn.internal.engine.Range;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.engine.View;
import dev.cairn.internal.key.KeyRange;
import dev.cairn.internal.key.KeyText;
import dev.cairn.internal.key.RowPrefix;
import dev.cairn.internal.key.TupleWriter;
import dev.cairn.internal.record.OpenedValues;
import dev.cairn.internal.table.ReadRecorder.Walk;
import dev.cairn.table.Index;
import dev.cairn.table.Key;
import dev.cairn.table.Query;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.table.Transaction;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads typed rows from the storage engine; the base class of all transactions.
 *
 * <p>It ends with the function that it was passed to, and refuses to be used later or by another
 * thread: the LMDB transaction below the view may belong to another reader by then.
 */
class ViewTransaction implements Transaction, AutoCloseable {
  final String namespace;
  final Bindings bindings;
  final CoherentCache<Object, Object> cache;
  final TupleWriter writer = new TupleWriter();
  private final View view;
  private final Thread owner = Thread.currentThread();
  private boolean ended;

  ViewTransaction(
      View view, String namespace, Bindings bindings, CoherentCache<Object, Object> cache) {
    this.view = view;
    this.namespace = namespace;
    this.bindings = bindings;
    this.cache = cache;
  }

  /** Throws unless the function that was given this transaction runs, on this thread. */
  final void checkUsable() {
    if (Thread.currentThread() != owner) {
      throw new IllegalStateException(
          "a transaction belongs to the thread that runs its function, '%s'; '%s' must begin its own"
              .formatted(owner.getName(), Thread.currentThread().getName()));
    }
    if (ended) {
      throw new IllegalStateException(
          "the transaction has ended, and its streams with it; use them only inside the function that it was passed to");
    }
  }

  /** Ends the transaction and its streams; the view lives on where a batch has further writes. */
  @Override
  public final void close() {
    ended = true;
  }

  /** Returns what this transaction reads from. */
  final View view() {
    return view;
  }

  /** Tells what was changed after a version, up to what this transaction sees. */
  Changes changesSince(long since) {
    return ((Snapshot) view).changesSince(since);
  }

  @Override
  public final String namespace() {
    return namespace;
  }

  @Override
  public long version() {
    checkUsable();
    return view.version();
  }

  /** Returns the binding of a table, or null if it has no rows. */
  <K, V extends Record> @Nullable Binding<K, V> binding(Table<K, V> table) {
    return bindings.forReading(view, table);
  }

  /** Tells whether the view has an index as its binding says. */
  boolean hasIndex(Binding<?, ?> binding, String index) {
    return binding.hasIndex(view, index);
  }

  /** Returns the binding that the view's own catalogue gives; null if it has no such table. */
  <K, V extends Record> @Nullable Binding<K, V> reload(Table<K, V> table) {
    return bindings.reload(view, table);
  }

  @Override
  public final <K, V extends Record> Optional<V> get(Table<K, V> table, K key) {
    checkUsable();
    notNull("table", table);
    RowKey rowKey = new RowKey(table, namespace, notNull("key", key));
    recordRow(table, key);
    return get(rowKey, table, key);
  }

  @Override
  public final <R> R query(Query<? super Transaction, R> query) {
    checkUsable();
    QueryKey key = new QueryKey(namespace, notNull("query", query));
    if (!(view instanceof Snapshot)) {
      R answer = query.answer(this);
      int unused = SharedAnswer.weigh(query, answer);
      return answer;
    }
    return QueryKey.answerOf(query, answerOf(key, query));
  }

  /** Returns the answer of a query at this snapshot, from the cache if it is there. */
  final Entry<Object> answerOf(QueryKey key, Query<? super Transaction, ?> query) {
    Entry<Object> known =
        view instanceof Snapshot snapshot ? cache.results().getAt(key, snapshot) : null;
    if (known != null) {
      recordAnswer(known.reads());
      return known;
    }
    RecordingTransaction inner = new RecordingTransaction(view, namespace, bindings, cache);
    try (inner) {
      return inner.answer(key, query);
    } finally {
      recordAnswer(inner.reads()); // also if it threw: this one may catch the exception
    }
  }

  /** Notes that a row is read, in a transaction that records. */
  <K, V extends Record> void recordRow(Table<K, V> table, K key) {}

  /** Notes that the answer of a query is read, in a transaction that records. */
  void recordAnswer(ReadSet reads) {}

  /** Begins to note a walk over rows, in a transaction that records; else returns null. */
  @Nullable Walk recordWalk(Binding<?, ?> binding, KeyRange range, boolean descending) {
    return null;
  }

  <K, V extends Record> Optional<V> get(RowKey rowKey, Table<K, V> table, K key) {
    if (table.cacheable() && !cache.isOff()) {
      Object cached = cached(rowKey);
      if (cached != null) {
        return CachedRow.row(cached);
      }
    }
    return load(rowKey, table, key);
  }

  /** Returns what the cache holds of a row at the view's version, or null. */
  private @Nullable Object cached(RowKey rowKey) {
    return view instanceof Snapshot snapshot
        ? cache.getAt(rowKey, snapshot)
        : cache.getForWrite(rowKey, view.version());
  }

  /** Reads a row from the view and offers it to the cache. */
  final <K, V extends Record> Optional<V> load(RowKey rowKey, Table<K, V> table, K key) {
    Binding<K, V> binding = binding(table);
    if (binding == null) {
      Binding.keyBytes(writer, Catalogue.ID, namespace, table, key); // a bad key stays a bad key
      return Optional.empty();
    }
    byte[] keyBytes = binding.keyBytes(writer, namespace, key);
    byte[] value = view.get(keyBytes);
    Optional<V> row =
        value == null ? Optional.empty() : Optional.of(binding.open(view, keyBytes, value));
    if (!cache.isOff() && mayOffer(table)) {
      int bytes = keyBytes.length + (value == null ? 0 : value.length);
      cache.offer(rowKey, new Entry<>(CachedRow.of(row), view.version(), bytes));
    }
    return row;
  }

  /** Tells whether what the view shows of a table may be offered to the cache. */
  boolean mayOffer(Table<?, ?> table) {
    return table.cacheable();
  }

  @Override
  public final <K, V extends Record> Stream<Row<K, V>> scan(Table<K, V> table, Scan scan) {
    checkUsable();
    notNull("scan", scan);
    Binding<K, V> binding = binding(notNull("table", table));
    if (binding == null) {
      requireFitting(table.key(), scan);
      return Stream.empty();
    }
    byte[] prefix = RowPrefix.of(binding.id, namespace);
    KeyRange range = scan.range(table.key().codec(), prefix);
    Walk walk = recordWalk(binding, range, scan.isDescending());
    OpenedValues rows = new OpenedValues(cursor(range, scan));
    return stream(
        rows,
        scan,
        walk,
        at -> {
          if (walk != null) {
            walk.reached(at.key());
          }
          return binding.row(view, rows, prefix.length);
        });
  }

  @Override
  public final <K, V extends Record> Stream<Row<K, V>> scan(
      Table<K, V> table, Index<? super V, ?> index, Scan scan) {
    checkUsable();
    notNull("table", table).requireIndex(notNull("index", index));
    notNull("scan", scan);
    Binding<K, V> binding = binding(table);
    Integer indexId = binding == null ? null : indexId(binding, index);
    if (binding == null || indexId == null) {
      requireFitting(index.key(), scan);
      return Stream.empty();
    }
    KeyRange range = range(indexId, index.key(), scan);
    return stream(cursor(range, scan), scan, null, cursor -> follow(binding, index, cursor.key()));
  }

  private <K, V extends Record> Row<K, V> follow(
      Binding<K, V> binding, Index<? super V, ?> index, byte[] entry) {
    K key = binding.entries.key(index, entry);
    V row =
        get(new RowKey(binding.table, namespace, key), binding.table, key)
            .orElseThrow(
                () ->
                    new CorruptRecordException(
                        binding.table.name(),
                        KeyText.describe(entry, 0),
                        index + " names a row that is missing"));
    return new Row<>(key, row);
  }

  @Override
  public final long count(Table<?, ?> table, Scan scan) {
    checkUsable();
    notNull("scan", scan);
    Binding<?, ?> binding = binding(notNull("table", table));
    if (binding == null) {
      requireFitting(table.key(), scan);
      return 0;
    }
    KeyRange range = range(binding.id, table.key(), scan);
    return count(range, scan, recordWalk(binding, range, scan.isDescending()));
  }

  @Override
  public final long count(Table<?, ?> table, Index<?, ?> index, Scan scan) {
    checkUsable();
    notNull("table", table).requireIndex(notNull("index", index));
    notNull("scan", scan);
    Binding<?, ?> binding = binding(table);
    Integer indexId = binding == null ? null : indexId(binding, index);
    if (binding == null || indexId == null) {
      requireFitting(index.key(), scan);
      return 0;
    }
    return count(range(indexId, index.key(), scan), scan, null);
  }

  private long count(KeyRange range, Scan scan, @Nullable Walk walk) {
    long count = 0;
    try (Cursor cursor = cursor(range, scan)) {
      while (count < scan.limit() && cursor.next()) {
        count++;
        if (walk != null && count == scan.limit()) {
          walk.reached(cursor.key());
        }
      }
    }
    if (walk != null && count < scan.limit()) {
      walk.exhausted();
    }
    return count;
  }

  /** Returns the id of an index, or null if the view is from before the table. */
  @Nullable Integer indexId(Binding<?, ?> binding, Index<?, ?> index) {
    if (hasIndex(binding, index.name())) {
      return binding.indexId(index);
    }
    Binding<?, ?> fresh = reload(binding.table);
    if (fresh == null) {
      return null;
    }
    Integer id = fresh.indexId(index);
    if (id == null) {
      throw new StorageException(
          "%s of %s is not built in this store yet; it is built by the first write to the table"
              .formatted(index, binding.table));
    }
    return id;
  }

  /** Refuses a scan that does not fit the keys, also where there is nothing to scan yet. */
  private void requireFitting(Key<?> key, Scan scan) {
    Object unused = range(Catalogue.ID, key, scan);
  }

  private KeyRange range(int id, Key<?> key, Scan scan) {
    return scan.range(key.codec(), RowPrefix.of(id, namespace));
  }

  private Cursor cursor(KeyRange range, Scan scan) {
    return view.scan(
        new Range(range.from(), range.to()),
        scan.isDescending() ? View.Order.DESCENDING : View.Order.ASCENDING);
  }

  private <T> Stream<T> stream(
      Cursor cursor, Scan scan, @Nullable Walk walk, Function<Cursor, T> row) {
    return new RowSpliterator<>(this, cursor, scan.limit(), walk, row).stream();
  }
}
