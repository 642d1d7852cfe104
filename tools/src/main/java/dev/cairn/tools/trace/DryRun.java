package dev.cairn.tools.trace;

import dev.cairn.episodes.Episodes;
import dev.cairn.sites.Sites;
import dev.cairn.skills.Skills;
import dev.cairn.table.Index;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.table.Transaction;
import dev.cairn.table.Transactor;
import dev.cairn.table.WriteTransaction;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Checks whether the library accepts the arguments of a recorded operation, by applying it to an
 * empty store that keeps nothing.
 */
final class DryRun {
  private final Repositories repositories;

  DryRun() {
    Transactor nowhere = new Nowhere();
    Clock clock = Clock.systemUTC();
    repositories =
        new Repositories(
            new Sites(nowhere, clock), new Skills(nowhere, clock), new Episodes(nowhere, clock));
  }

  /**
   * Returns if the library accepts {@code op}.
   *
   * @throws IllegalArgumentException if it does not
   */
  void check(Op op) {
    op.applyTo(repositories);
  }

  /** Runs all work in the one transaction that there is. */
  private static final class Nowhere implements Transactor {
    private final Nothing nothing = new Nothing();

    @Override
    public <K, V extends Record> Optional<V> get(Table<K, V> table, K key) {
      return Optional.empty();
    }

    @Override
    public <R> R read(Function<? super Transaction, ? extends R> work) {
      return work.apply(nothing);
    }

    @Override
    public <R> R write(Function<? super WriteTransaction, ? extends R> work) {
      return work.apply(nothing);
    }

    @Override
    public <R> CompletableFuture<R> writeAsync(
        Function<? super WriteTransaction, ? extends R> work) {
      return CompletableFuture.completedFuture(work.apply(nothing));
    }
  }

  /** A transaction that finds nothing and drops what it is given. */
  private static final class Nothing implements WriteTransaction {
    @Override
    public String namespace() {
      return "";
    }

    @Override
    public long version() {
      return 0;
    }

    @Override
    public <K, V extends Record> Optional<V> get(Table<K, V> table, K key) {
      return Optional.empty();
    }

    @Override
    public <K, V extends Record> Stream<Row<K, V>> scan(Table<K, V> table, Scan scan) {
      return Stream.empty();
    }

    @Override
    public <K, V extends Record> Stream<Row<K, V>> scan(
        Table<K, V> table, Index<? super V, ?> index, Scan scan) {
      return Stream.empty();
    }

    @Override
    public long count(Table<?, ?> table, Scan scan) {
      return 0;
    }

    @Override
    public long count(Table<?, ?> table, Index<?, ?> index, Scan scan) {
      return 0;
    }

    @Override
    public <K, V extends Record> boolean put(Table<K, V> table, K key, V value) {
      return true;
    }

    @Override
    public <K, V extends Record> boolean remove(Table<K, V> table, K key) {
      return false;
    }

    @Override
    public <K, V extends Record> V update(
        Table<K, V> table, K key, Function<? super Optional<V>, ? extends V> change) {
      return change.apply(Optional.empty());
    }
  }
}
