package dev.cairn.internal.table;

import static dev.cairn.internal.checks.Arguments.notNull;

import dev.cairn.internal.cache.CoherentCache;
import dev.cairn.internal.cache.Entry;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.text.ShownValue;
import dev.cairn.internal.waiting.Waiters;
import dev.cairn.table.Query;
import dev.cairn.table.Transaction;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Waits for facts and results in one namespace, by functions of snapshots that note their reads.
 */
public final class NamespaceWaits {
  private final Engine engine;
  private final Waiters waiters;
  private final String namespace;
  private final Bindings bindings;
  private final CoherentCache<Object, Object> cache;

  NamespaceWaits(
      Engine engine,
      Waiters waiters,
      String namespace,
      Bindings bindings,
      CoherentCache<Object, Object> cache) {
    this.engine = engine;
    this.waiters = waiters;
    this.namespace = namespace;
    this.bindings = bindings;
    this.cache = cache;
  }

  /**
   * Waits until a function finds something.
   *
   * @param name the caller's function, for a message
   * @param fact the function, run on the calling thread
   * @param timeout the longest time to wait, not negative
   * @param <R> the type of what is found
   * @return what was found
   * @throws dev.cairn.AwaitTimeoutException if nothing was found in time
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws IllegalStateException if the thread is in a transaction of the store
   */
  public <R> R await(Object name, Function<? super Transaction, Optional<R>> fact, Duration timeout)
      throws InterruptedException {
    refuseInTransaction();
    return waiters.await(shown(name), () -> look(fact), timeout);
  }

  /**
   * Waits as {@link #await} does, and tells of the end by a future.
   *
   * @param name the caller's function, for a message
   * @param fact the function, run on threads of the store's
   * @param timeout the longest time to wait, not negative
   * @param <R> the type of what is found
   * @return the future
   */
  public <R> CompletableFuture<R> awaitAsync(
      Object name, Function<? super Transaction, Optional<R>> fact, Duration timeout) {
    refuseInTransaction();
    return waiters.awaitAsync(shown(name), () -> look(fact), timeout);
  }

  /**
   * Tells a listener each new answer of a query.
   *
   * @param query the query
   * @param listener the listener
   * @param <R> the type of answers
   * @return ends it
   */
  public <R> Query.Observation observe(
      Query<? super Transaction, R> query, Consumer<? super R> listener) {
    QueryKey key = new QueryKey(namespace, query);
    refuseInTransaction();
    return waiters.observe(
        ShownValue.abbreviated(query.toString()), () -> ask(key, query), listener);
  }

  private <R> Entry<Optional<R>> look(Function<? super Transaction, Optional<R>> fact) {
    try (Snapshot snapshot = engine.snapshot();
        RecordingTransaction transaction =
            new RecordingTransaction(snapshot, namespace, bindings, cache)) {
      Optional<R> found = notNull("what the function returns", transaction.run(fact));
      return new Entry<>(found, snapshot.version(), 0, transaction.reads());
    }
  }

  /** Answers the query, from the cache if it can: several may observe it. */
  private <R> Entry<R> ask(QueryKey key, Query<? super Transaction, R> query) {
    try (Snapshot snapshot = engine.snapshot();
        ViewTransaction transaction = new ViewTransaction(snapshot, namespace, bindings, cache)) {
      Entry<Object> answer = transaction.answerOf(key, query);
      return new Entry<>(QueryKey.answerOf(query, answer), snapshot.version(), 0, answer.reads());
    }
  }

  private void refuseInTransaction() {
    if (engine.inWrite() || engine.inRead()) {
      throw new IllegalStateException(
          "a transaction cannot wait for what others write, since it sees one moment and holds them up: wait outside of it");
    }
  }

  /** Names a function if it says by itself what it is. */
  private static String shown(Object function) {
    return function instanceof Record || function instanceof Enum
        ? ShownValue.abbreviated(function.toString())
        : "something to be found";
  }
}
