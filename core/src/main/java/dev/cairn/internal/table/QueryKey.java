package dev.cairn.internal.table;

import dev.cairn.internal.cache.Entry;
import dev.cairn.internal.text.ShownValue;
import dev.cairn.table.Query;

/**
 * The cache key of a query's result: the query and its namespace.
 *
 * @param namespace the namespace that the query reads
 * @param query the query, whose class gives it value equality
 */
record QueryKey(String namespace, Query<?, ?> query) {

  QueryKey {
    requireValue(query);
  }

  /** Refuses a query that is not equal to any other: its answer would never be found again. */
  static void requireValue(Query<?, ?> query) {
    if (!(query instanceof Record) && !(query instanceof Enum)) {
      throw new IllegalArgumentException(
          "the query %s is neither a record nor a constant of an enum, so no other is equal to it; make it a record"
              .formatted(ShownValue.abbreviated(query.getClass().getName())));
    }
  }

  /** Returns the answer that the entry of a query holds. */
  @SuppressWarnings("unchecked") // the key of the entry is the query, which says the type
  static <R> R answerOf(Query<?, R> query, Entry<Object> entry) {
    return (R) entry.value();
  }
}
