package dev.cairn.internal.table;

import static dev.cairn.internal.checks.Arguments.notNull;

import dev.cairn.CorruptRecordException;
import dev.cairn.internal.engine.Changes;
import dev.cairn.internal.engine.Changes.Change;
import dev.cairn.internal.engine.Cursor;
import dev.cairn.internal.engine.Range;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.engine.View;
import dev.cairn.internal.key.KeyRange;
import dev.cairn.internal.key.RowPrefix;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.table.Transaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of one table in one transaction past the cache, and tells which of them have
 * changed: for structures in memory that are derived from a table, as a search index is.
 *
 * <p>A query or an awaited function does not depend on what it reads here, so it must read a row
 * that changes whenever these do. Valid as long as the transaction, and on its thread only.
 *
 * @param <K> the type of keys
 * @param <V> the record class
 */
public final class UnrecordedRows<K, V extends Record> {
  private final ViewTransaction transaction;
  private final Table<K, V> table;
  private final @Nullable Binding<K, V> binding;

  private UnrecordedRows(ViewTransaction transaction, Table<K, V> table) {
    this.transaction = transaction;
    this.table = table;
    this.binding = transaction.binding(table);
  }

  /** Returns the rows of a table as a transaction of a {@link Store} sees them. */
  public static <K, V extends Record> UnrecordedRows<K, V> of(
      Transaction transaction, Table<K, V> table) {
    notNull("table", table);
    if (notNull("transaction", transaction) instanceof ViewTransaction view) {
      view.checkUsable();
      return new UnrecordedRows<>(view, table);
    }
    throw new IllegalArgumentException("a transaction of another kind: " + transaction);
  }

  /** Returns the namespace of the rows, "" for the default one. */
  public String namespace() {
    return transaction.namespace();
  }

  /** Returns the version that the transaction is based on: the last commit that it sees. */
  public long version() {
    return transaction.view().version();
  }

  /** Tells whether the transaction may see changes that are not committed, as a write does. */
  public boolean mayBeUncommitted() {
    return !(transaction.view() instanceof Snapshot);
  }

  /**
   * Tells which rows were changed after a version: by commits that the transaction sees, and by the
   * batch that a write belongs to.
   */
  public RowChanges<K> changesSince(long version) {
    transaction.checkUsable();
    Changes changes = transaction.changesSince(version);
    if (changes.everything() || binding == null) { // a table without a binding never had a row
      return new RowChanges<>(changes.everything(), List.of());
    }
    byte[] prefix = RowPrefix.of(binding.id, namespace());
    List<RowChanges.Change<K>> mine = new ArrayList<>();
    for (Change change : changes.keys()) {
      byte[] key = change.key();
      if (Arrays.mismatch(prefix, key) == prefix.length) {
        mine.add(new RowChanges.Change<>(change.version(), binding.key(key)));
      }
    }
    return new RowChanges<>(false, mine);
  }

  /** Reads a row; null if there is none. */
  public @Nullable V get(K key) {
    transaction.checkUsable();
    if (binding == null) {
      return null;
    }
    byte[] keyBytes = binding.keyBytes(transaction.writer, namespace(), key);
    byte[] value = transaction.view().get(keyBytes);
    return value == null ? null : binding.open(transaction.view(), keyBytes, value);
  }

  /**
   * Reads rows in the order of their keys.
   *
   * @param scan the rows; its limit and direction do not count
   * @param action takes each row
   */
  public void forEach(Scan scan, BiConsumer<? super K, ? super V> action) {
    forEach(
        scan,
        action,
        damage -> {
          throw damage;
        });
  }

  /** Reads rows so, and passes over those that are damaged, which {@code damaged} is told of. */
  public void forEach(
      Scan scan,
      BiConsumer<? super K, ? super V> action,
      Consumer<CorruptRecordException> damaged) {
    transaction.checkUsable();
    if (binding == null) {
      return;
    }
    View view = transaction.view();
    KeyRange range = scan.range(table.key().codec(), RowPrefix.of(binding.id, namespace()));
    try (Cursor cursor = view.scan(new Range(range.from(), range.to()), View.Order.ASCENDING)) {
      while (cursor.next()) {
        V row;
        try {
          row = binding.open(view, cursor.key(), cursor.value());
        } catch (CorruptRecordException e) {
          damaged.accept(e);
          continue;
        }
        action.accept(binding.key(cursor.key()), row);
      }
    }
  }
}
