package dev.cairn.internal.table;

import dev.cairn.internal.cache.CoherentCache;
import dev.cairn.internal.cache.Entry;
import dev.cairn.internal.cache.ReadSet;
import dev.cairn.internal.engine.View;
import dev.cairn.internal.key.KeyRange;
import dev.cairn.internal.key.RowPrefix;
import dev.cairn.internal.table.ReadRecorder.Walk;
import dev.cairn.table.Index;
import dev.cairn.table.Query;
import dev.cairn.table.Table;
import dev.cairn.table.Transaction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A transaction that records what a query or an awaited function reads, but for derived tables.
 *
 * <p>Whatever a lookup finds is recorded, also that something is missing or cannot be used: the
 * query may catch the exception.
 */
final class RecordingTransaction extends ViewTransaction {
  private final View view;
  private final ReadRecorder recorder = new ReadRecorder();
  private ReadSet reads = ReadSet.EVERYTHING;

  /** The greatest id of a table in the view; negative until a table is missing. */
  private int greatestId = -1;

  RecordingTransaction(
      View view, String namespace, Bindings bindings, CoherentCache<Object, Object> cache) {
    super(view, namespace, bindings, cache);
    this.view = view;
  }

  /** Computes the query and offers the answer to the cache. */
  Entry<Object> answer(QueryKey key, Query<? super Transaction, ?> query) {
    int queryBytes = SharedAnswer.weigh(query);
    Object answer = query.answer(this);
    int bytes = queryBytes + SharedAnswer.weigh(query, answer);
    reads = recorder.reads();
    bytes += Integer.BYTES * reads.prefixes().length;
    Entry<Object> entry = new Entry<>(answer, view.version(), bytes, reads);
    cache.results().offer(key, entry);
    return entry;
  }

  /** Runs a function whose result is the caller's own, and not offered to the cache. */
  <R> R run(Function<? super Transaction, ? extends R> work) {
    R result = work.apply(this);
    reads = recorder.reads();
    return result;
  }

  /** Returns what the answer depends on; everything if the query threw. */
  ReadSet reads() {
    return reads;
  }

  @Override
  public long version() {
    recorder.everything();
    return super.version();
  }

  @Override
  <K, V extends Record> void recordRow(Table<K, V> table, K key) {
    if (table.isDerived()) {
      return;
    }
    Binding<K, V> binding = binding(table);
    if (binding != null) {
      recorder.row(beginning(binding), binding.keyBytes(writer, namespace, key));
    }
  }

  @Override
  void recordAnswer(ReadSet answer) {
    recorder.include(answer);
  }

  @Override
  @Nullable Walk recordWalk(Binding<?, ?> binding, KeyRange range, boolean descending) {
    return binding.table.isDerived() ? null : recorder.walk(beginning(binding), range, descending);
  }

  @Override
  <K, V extends Record> @Nullable Binding<K, V> binding(Table<K, V> table) {
    if (table.isDerived()) {
      return super.binding(table);
    }
    boolean looked = false;
    try {
      Binding<K, V> binding = super.binding(table);
      if (binding == null) {
        recorder.missingTable(greatestId());
      }
      looked = true;
      return binding;
    } finally {
      if (!looked) {
        recorder.everything();
      }
    }
  }

  /** The view does not change, so the catalogue is read once however many tables are missing. */
  private int greatestId() {
    if (greatestId < 0) {
      greatestId = Catalogue.greatestId(view);
    }
    return greatestId;
  }

  /**
   * A walk over an index is recorded as one over its whole table: the change log names rows, and
   * not their entries.
   */
  @Override
  @Nullable Integer indexId(Binding<?, ?> binding, Index<?, ?> index) {
    recorder.table(beginning(binding));
    Integer id = null;
    try {
      id = super.indexId(binding, index);
      return id;
    } finally {
      if (id == null) {
        recorder.everything(); // the next write to the table builds it
      }
    }
  }

  /** Returns the bytes with which the keys of all rows of a table begin. */
  private byte[] beginning(Binding<?, ?> binding) {
    return RowPrefix.of(binding.id, namespace);
  }
}
