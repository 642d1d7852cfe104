package dev.cairn.internal.table;

import static dev.cairn.internal.checks.Arguments.notNull;

import dev.cairn.CorruptRecordException;
import dev.cairn.IncompatibleRecordException;
import dev.cairn.internal.cache.CoherentCache;
import dev.cairn.internal.engine.Batch;
import dev.cairn.internal.engine.Changes;
import dev.cairn.table.Table;
import dev.cairn.table.WriteTransaction;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A write transaction that is committed together with others, in one batch of the storage engine.
 *
 * <p>A call that fails because of the caller's data fails before its first change, so that a
 * function that catches the exception and goes on leaves nothing half done.
 */
final class BatchTransaction extends ViewTransaction implements WriteTransaction {
  private final Batch batch;
  private final BatchChanges changes;

  /** The failure that left part of a change, or of a joined write, behind; else null. */
  private @Nullable Throwable unfinished;

  /**
   * The number of rows that were changed so far. A table that is registered is whole by itself, so
   * it does not count.
   */
  private long made;

  BatchTransaction(
      BatchChanges changes,
      String namespace,
      Bindings bindings,
      CoherentCache<Object, Object> cache) {
    super(changes.batch, namespace, bindings, cache);
    this.batch = changes.batch;
    this.changes = changes;
  }

  /** Reading registers nothing: a program may read a table with an index that it does not know. */
  @Override
  <K, V extends Record> @Nullable Binding<K, V> binding(Table<K, V> table) {
    Binding<K, V> mine = mine(table);
    if (mine != null) {
      return mine;
    }
    Binding<K, V> known = bindings.known(table);
    return known != null ? known : Bindings.load(batch, table);
  }

  @Override
  boolean hasIndex(Binding<?, ?> binding, String index) {
    return binding.hasIndexNow(batch, index);
  }

  /** An index that is not there yet is built. */
  @Override
  <K, V extends Record> Binding<K, V> reload(Table<K, V> table) {
    return forWriting(table);
  }

  private <K, V extends Record> @Nullable Binding<K, V> mine(Table<K, V> table) {
    Binding<?, ?> mine = changes.registered(table.name());
    if (mine == null) {
      return null;
    }
    Bindings.requireSame(mine.table, table);
    @SuppressWarnings("unchecked") // an equal table has the same types
    Binding<K, V> binding = (Binding<K, V>) mine;
    return binding;
  }

  private <K, V extends Record> Binding<K, V> forWriting(Table<K, V> table) {
    Binding<K, V> mine = mine(table);
    if (mine != null) {
      return mine;
    }
    Binding<K, V> known = bindings.known(table);
    if (known != null && known.registered() && changes.hasIndexes(known)) {
      return known;
    }
    Binding<K, V> stored = Bindings.loadForWriting(batch, table); // refuses before any change
    try {
      Binding<K, V> registered = Bindings.register(batch, table, stored);
      changes.register(registered);
      return registered;
    } catch (Throwable e) { // a checked one too, if it comes undeclared
      unfinished = e;
      throw e;
    }
  }

  /**
   * Runs a write that joins this one. If it throws after its first change, this one fails as well,
   * since half of the joined write would be applied otherwise.
   */
  <R> R joined(Function<? super WriteTransaction, ? extends R> work) {
    long before = made;
    try {
      return work.apply(this);
    } catch (Throwable e) { // a checked one too, if it comes undeclared
      if (made != before) {
        unfinished = e;
      }
      throw e;
    }
  }

  /**
   * Ends the write. Throws where it left an index half built, which would pass for a whole one, a
   * row changed that the change log does not name, or a joined write half done: also if its
   * function caught what was thrown and went on.
   */
  void finish() {
    if (unfinished instanceof RuntimeException exception) {
      throw exception;
    }
    if (unfinished != null) {
      throw new IllegalStateException(
          "%s was thrown in the middle of a change or of a joined write, and the function caught it and went on; nothing of this write is applied"
              .formatted(unfinished.getClass().getName()),
          unfinished);
    }
  }

  @Override
  <K, V extends Record> Optional<V> get(RowKey rowKey, Table<K, V> table, K key) {
    if (!table.cacheable() || changes.shared()) {
      return load(rowKey, table, key); // arrays are not equal: nothing can be found by them
    }
    Optional<V> changed = changes.row(rowKey);
    return changed != null ? changed : super.get(rowKey, table, key);
  }

  @Override
  Changes changesSince(long since) {
    return batch.changesSince(since);
  }

  /** Only what is committed goes into the cache: what a batch shows may never be. */
  @Override
  boolean mayOffer(Table<?, ?> table) {
    return false;
  }

  @Override
  public <K, V extends Record> boolean put(Table<K, V> table, K key, V value) {
    checkUsable();
    RowKey rowKey = new RowKey(notNull("table", table), namespace, notNull("key", key));
    return store(rowKey, table, key, notNull("value", value), false);
  }

  @Override
  public <K, V extends Record> V update(
      Table<K, V> table, K key, Function<? super Optional<V>, ? extends V> change) {
    checkUsable();
    RowKey rowKey = new RowKey(notNull("table", table), namespace, notNull("key", key));
    Optional<V> before = get(rowKey, table, key);
    V after = notNull("value", notNull("change", change).apply(before));
    // Equal records may have other bytes, if their class says so, and arrays are never equal: those
    // are for put to compare.
    boolean differs = table.cacheable() && before.isPresent() && !after.equals(before.get());
    store(rowKey, table, key, after, differs);
    return after;
  }

  private <K, V extends Record> boolean store(
      RowKey rowKey, Table<K, V> table, K key, V value, boolean differs) {
    Binding<K, V> binding = forWriting(table);
    byte[] keyBytes = binding.keyBytes(writer, namespace, key);
    byte[] bytes = binding.seal(keyBytes, value);
    // The cache must not hold a list that the caller can still modify.
    boolean keeps = table.cacheable() || !table.indexes().isEmpty();
    boolean copy = keeps && table.codec().schema().modifiable();
    V kept = copy ? binding.open(batch, keyBytes, bytes) : value;
    SortedSet<byte[]> before = entriesBefore(binding, rowKey, key, keyBytes);
    SortedSet<byte[]> after = binding.entries.of(namespace, key, kept);
    try {
      if (differs || table.isDerived()) { // and nobody asks whether a derived row was equal
        batch.replace(keyBytes, bytes);
      } else if (!batch.put(keyBytes, bytes)) {
        return false;
      }
      IndexEntries.replace(batch, before, after);
      changes.changed(rowKey, keyBytes, Optional.of(kept), keyBytes.length + bytes.length);
      made++;
      return true;
    } catch (Throwable e) { // a checked one too, if it comes undeclared
      unfinished = e;
      throw e;
    }
  }

  @Override
  public <K, V extends Record> boolean remove(Table<K, V> table, K key) {
    checkUsable();
    RowKey rowKey = new RowKey(notNull("table", table), namespace, notNull("key", key));
    Binding<K, V> binding = forWriting(table);
    byte[] keyBytes = binding.keyBytes(writer, namespace, key);
    SortedSet<byte[]> before = entriesBefore(binding, rowKey, key, keyBytes);
    try {
      if (!batch.delete(keyBytes)) {
        return false;
      }
      IndexEntries.replace(batch, before, IndexEntries.none());
      changes.changed(rowKey, keyBytes, Optional.empty(), keyBytes.length);
      made++;
      return true;
    } catch (Throwable e) { // a checked one too, if it comes undeclared
      unfinished = e;
      throw e;
    }
  }

  /** Returns the index entries that a row has before it is changed. */
  private <K, V extends Record> SortedSet<byte[]> entriesBefore(
      Binding<K, V> binding, RowKey rowKey, K key, byte[] keyBytes) {
    if (binding.table.indexes().isEmpty()) {
      return Collections.emptySortedSet();
    }
    try {
      Optional<V> row = get(rowKey, binding.table, key);
      byte[] value = row.isPresent() && binding.hasNewerSchemas() ? batch.get(keyBytes) : null;
      if (value != null) {
        binding.requireAllNames(batch, keyBytes, value);
      }
      return row.map(known -> binding.entries.ofStored(keyBytes, key, known))
          .orElseGet(IndexEntries::none);
    } catch (CorruptRecordException | IncompatibleRecordException e) {
      return binding.entries.find(batch, namespace, keyBytes); // a put or a delete replaces it
    }
  }
}
