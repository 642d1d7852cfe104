package dev.cairn.internal.table;

import dev.cairn.internal.cache.CachedRow;
import dev.cairn.internal.cache.CoherentCache;
import dev.cairn.internal.cache.Entry;
import dev.cairn.internal.engine.Batch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects the decoded rows that one store object has changed in a commit, to update its cache
 * afterwards. The commit passes them on to the cache; an abort drops them.
 */
final class BatchChanges {
  final Batch batch;
  private final BatchAuthors authors;
  private final Map<Object, Entry<Object>> rows = new HashMap<>();
  private final Map<String, Binding<?, ?>> registered = new LinkedHashMap<>();
  private final Set<String> checked;

  /** The keys that this object put into the batch's change log. */
  private final List<byte[]> logged = new ArrayList<>();

  /**
   * Begins with a batch.
   *
   * @param before the result of {@link #checked} for the commit that the batch begins with, if that
   *     was this store's, else nothing
   */
  BatchChanges(Batch batch, Set<String> before) {
    this.batch = batch;
    this.authors = BatchAuthors.of(batch);
    this.checked = new HashSet<>(before);
  }

  /** Returns the tables whose indexes are known to be as the bindings say, once it is committed. */
  Set<String> checked() {
    return shared() ? Set.of() : checked;
  }

  /**
   * Tells whether another store, or a caller of the engine, has changed something in this batch. If
   * so, neither the cache nor {@link #row} knows the state of the batch.
   */
  boolean shared() {
    return authors.othersThan(this) || batch.logged() != logged.size();
  }

  /** Returns the row if this batch changed it, or null. */
  @SuppressWarnings("NullableOptional") // three answers: changed to this, deleted, not changed
  <V> @Nullable Optional<V> row(RowKey key) {
    Entry<Object> changed = rows.get(key);
    return changed == null ? null : CachedRow.row(changed.value());
  }

  /** Notes a changed row; the change log names each one once, and none of a derived table. */
  void changed(RowKey key, byte[] keyBytes, Optional<?> row, int bytes) {
    authors.add(this);
    if (key.table.isDerived()) {
      return;
    }
    if (key.table.cacheable()
        && rows.put(key, new Entry<>(CachedRow.of(row), batch.version() + 1, bytes)) != null) {
      return;
    }
    batch.logChange(keyBytes);
    logged.add(keyBytes);
  }

  /**
   * Returns the table as this batch registered it; null if another store may have removed it since.
   */
  @Nullable Binding<?, ?> registered(String table) {
    return shared() ? null : registered.get(table);
  }

  void register(Binding<?, ?> binding) {
    authors.add(this);
    registered.put(binding.table.name(), binding);
  }

  /**
   * Checks that no other program has added an index to a table, unless none can have written since
   * the last check, and returns whether none has taken one away.
   */
  boolean hasIndexes(Binding<?, ?> known) {
    String table = known.table.name();
    if (checked.contains(table) && !shared()) {
      return true;
    }
    Bindings.refuseUnknownIndexes(batch, known.table);
    boolean has = known.hasIndexes(batch);
    if (has) {
      checked.add(table);
    }
    return has;
  }

  /**
   * Passes on the committed changes, unless another store has changed something in the batch too:
   * perhaps the same rows afterwards, or the indexes that were made here.
   */
  void committed(long version, Bindings bindings, CoherentCache<Object, Object> cache) {
    if (!shared()) {
      registered.values().forEach(binding -> bindings.remember(binding.committed(version)));
      if (!logged.isEmpty()) {
        cache.committed(version, rows, logged);
      }
    }
  }
}
