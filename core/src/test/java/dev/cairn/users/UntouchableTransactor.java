package dev.cairn.users;

import dev.cairn.table.Table;
import dev.cairn.table.Transaction;
import dev.cairn.table.Transactor;
import dev.cairn.table.WriteTransaction;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A transactor that fails at every call, so that tests can prove that bad arguments are refused
 * before a transaction begins.
 */
public final class UntouchableTransactor implements Transactor {
  @Override
  public <K, V extends Record> Optional<V> get(Table<K, V> table, K key) {
    throw new AssertionError("a get reached the store: " + table + " " + key);
  }

  @Override
  public <R> R read(Function<? super Transaction, ? extends R> work) {
    throw new AssertionError("a read reached the store");
  }

  @Override
  public <R> R write(Function<? super WriteTransaction, ? extends R> work) {
    throw new AssertionError("a write was queued");
  }

  @Override
  public <R> CompletableFuture<R> writeAsync(Function<? super WriteTransaction, ? extends R> work) {
    throw new AssertionError("a write was queued");
  }
}
