package dev.cairn.internal.table;

import static dev.cairn.internal.checks.Arguments.notNull;

import dev.cairn.table.Query;
import dev.cairn.table.Transaction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Wraps a query on a higher-level object, such as a {@code Memory}, as a query on the transaction
 * below it. It is equal to another one if the query inside is.
 *
 * @param query the query inside, a record or a constant of an enum
 * @param adapter makes what it reads; the same for all queries of one class
 */
public record AdaptedQuery<S, R>(
    Query<? super S, R> query, Function<? super Transaction, ? extends S> adapter)
    implements Query<Transaction, R> {

  /** Refuses a query that has no value equality. */
  public AdaptedQuery {
    QueryKey.requireValue(notNull("query", query));
  }

  @Override
  public R answer(Transaction transaction) {
    return query.answer(adapter.apply(transaction));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AdaptedQuery<?, ?> that && query.equals(that.query);
  }

  @Override
  public int hashCode() {
    return query.hashCode();
  }

  @Override
  public String toString() {
    return query.toString();
  }
}
