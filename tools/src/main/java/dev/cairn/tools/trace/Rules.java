package dev.cairn.tools.trace;

import dev.cairn.episodes.Episodes;
import dev.cairn.sites.Sites;
import dev.cairn.skills.Skills;
import dev.cairn.table.Table;
import dev.cairn.table.Transaction;
import dev.cairn.table.Transactor;
import dev.cairn.table.WriteTransaction;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The library's own rules for arguments, tried without a store.
 *
 * <p>A repository refuses a bad argument before it queues anything. So an operation that gets as
 * far as the queue is good, and this queue throws everything away.
 */
final class Rules {
  private final Repositories repositories;

  Rules() {
    Transactor nowhere = new Nowhere();
    Clock clock = Clock.systemUTC();
    repositories =
        new Repositories(
            new Sites(nowhere, clock), new Skills(nowhere, clock), new Episodes(nowhere, clock));
  }

  /**
   * Returns if the library would take {@code op}.
   *
   * @throws IllegalArgumentException if it would not
   */
  void check(Op op) {
    try {
      op.applyTo(repositories);
    } catch (Accepted e) {
      return;
    }
    throw new IllegalStateException("not a write: " + op);
  }

  /** Carries no stack trace: it is thrown once a line. */
  private static final class Accepted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Accepted() {
      super("accepted", null, false, false);
    }
  }

  private static final class Nowhere implements Transactor {
    @Override
    public <K, V extends Record> Optional<V> get(Table<K, V> table, K key) {
      return Optional.empty();
    }

    @Override
    public <R> R read(Function<? super Transaction, ? extends R> work) {
      throw new Accepted();
    }

    @Override
    public <R> R write(Function<? super WriteTransaction, ? extends R> work) {
      throw new Accepted();
    }

    @Override
    public <R> CompletableFuture<R> writeAsync(
        Function<? super WriteTransaction, ? extends R> work) {
      throw new Accepted();
    }
  }
}
