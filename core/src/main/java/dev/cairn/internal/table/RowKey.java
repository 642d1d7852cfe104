package dev.cairn.internal.table;

import dev.cairn.table.Table;
import org.jspecify.annotations.Nullable;

/** The cache key of a row: its table, namespace and key. */
final class RowKey {
  final Table<?, ?> table;
  final String namespace;
  final Object key;

  RowKey(Table<?, ?> table, String namespace, Object key) {
    this.table = table;
    this.namespace = namespace;
    this.key = key;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RowKey that
        && key.equals(that.key)
        && table.equals(that.table)
        && namespace.equals(that.namespace);
  }

  @Override
  public int hashCode() {
    return (key.hashCode() * 31 + namespace.hashCode()) * 31 + table.hashCode();
  }
}
