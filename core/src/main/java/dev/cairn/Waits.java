package dev.cairn;

import static dev.cairn.internal.checks.Arguments.notNull;

import dev.cairn.internal.table.AdaptedQuery;
import dev.cairn.internal.table.NamespaceWaits;
import dev.cairn.internal.table.Store;
import dev.cairn.table.Query;
import dev.cairn.table.Transaction;
import dev.cairn.values.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The part of a memory that waits for what other threads and processes write. */
abstract sealed class Waits permits Recall {
  final String namespace;

  /** The store, unless this memory is bound to a transaction. */
  final @Nullable Store store;

  Waits(String namespace, @Nullable Store store) {
    this.namespace = namespace;
    this.store = store;
  }

  abstract Memory joining(Transaction transaction);

  /**
   * Waits until a function of a snapshot finds something. It runs at once, and then again whenever
   * some of what it read has changed, in whichever process: a change elsewhere does not run it. A
   * commit of Cairn wakes those who wait; one of a program that is not Cairn is noticed within 50
   * ms.
   *
   * <pre>{@code
   * Answer answer = memory.await(m -> m.get(ANSWERS, question.id()), Duration.ofMinutes(1));
   * }</pre>
   *
   * @param fact the function, which runs on the calling thread. Its result may depend on what it
   *     reads of the memory that it is given, and on nothing else: not on the time
   * @param timeout the longest time to wait; zero to look once
   * @param <R> the type of what is found
   * @return what the function found
   * @throws AwaitTimeoutException if it found nothing in time
   * @throws InterruptedException if this thread is interrupted while it waits
   * @throws StoreClosedException if the store is closed meanwhile
   * @throws IllegalStateException if this thread is in a transaction of this store, which would not
   *     see what others write
   */
  public <R> R await(Function<? super Memory, Optional<R>> fact, Duration timeout)
      throws InterruptedException {
    notNull("fact", fact);
    return waits().await(fact, tx -> fact.apply(joining(tx)), notNull("timeout", timeout));
  }

  /**
   * Waits as {@link #await(Function, Duration)} does, until a moment.
   *
   * @param fact the function
   * @param deadline when the wait ends; with one that has passed it looks once
   */
  public <R> R await(Function<? super Memory, Optional<R>> fact, Deadline deadline)
      throws InterruptedException {
    return await(fact, notNull("deadline", deadline).left());
  }

  /**
   * Waits as {@link #await} does, without a thread that waits. The function, and what a caller
   * hangs on the future, run on threads of the store's, 64 at most; where they block, others wait.
   *
   * @param fact the function, as for {@link #await}
   * @param timeout the longest time to wait; zero to look once
   * @param <R> the type of what is found
   * @return completes with what the function found; exceptionally with what it threw, or with
   *     {@link AwaitTimeoutException} or {@link StoreClosedException}. Cancelling it ends the wait
   * @throws IllegalStateException if this thread is in a transaction of this store
   */
  public <R> CompletableFuture<R> awaitAsync(
      Function<? super Memory, Optional<R>> fact, Duration timeout) {
    notNull("fact", fact);
    return waits().awaitAsync(fact, tx -> fact.apply(joining(tx)), notNull("timeout", timeout));
  }

  /**
   * Waits as {@link #awaitAsync(Function, Duration)} does, until a moment.
   *
   * @param fact the function, as for {@link #await}
   * @param deadline when the wait ends; with one that has passed it looks once
   */
  public <R> CompletableFuture<R> awaitAsync(
      Function<? super Memory, Optional<R>> fact, Deadline deadline) {
    return awaitAsync(fact, notNull("deadline", deadline).left());
  }

  /**
   * Tells a listener the answer of a query now, and each new answer after some of what it depends
   * on has changed, in whichever process. Answers come in order, one call at a time, and never one
   * that is older than another told before. Between two calls there may have been several changes,
   * of which only the last answer is told; one that equals the last one told is not told again.
   *
   * <p>The calls are made on threads of the store's, 64 at most, which {@link #awaitAsync} shares.
   * An exception of the listener is logged, and the next answer is told; an exception of the query,
   * or an error of either, ends the observation.
   *
   * @param query the query, a record or a constant of an enum
   * @param listener the listener; it may read, write, and close the observation
   * @param <R> the type of its answer
   * @return the observation, which the caller closes
   * @throws IllegalStateException if this thread is in a transaction of this store
   */
  public <R> Query.Observation observe(
      Query<? super Memory, R> query, Consumer<? super R> listener) {
    return waits().observe(new AdaptedQuery<>(query, this::joining), notNull("listener", listener));
  }

  private NamespaceWaits waits() {
    if (store == null) {
      throw new IllegalStateException(
          "a transaction cannot wait for what others write, since it sees one moment; wait with the memory of the store, outside of the transaction");
    }
    return store.waits(namespace);
  }
}
