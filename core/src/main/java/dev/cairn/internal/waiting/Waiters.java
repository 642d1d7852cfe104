package dev.cairn.internal.waiting;

import static dev.cairn.internal.checks.Arguments.notNegative;
import static dev.cairn.internal.checks.Arguments.notNull;

import dev.cairn.CairnException;
import dev.cairn.internal.cache.CachedResults;
import dev.cairn.internal.cache.Entry;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.VersionListener;
import dev.cairn.table.Query;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * All who wait for something in one store, each of whom looks again only after some of what it read
 * has changed.
 *
 * <p>A look is a function that reads a snapshot, and notes what it read. After a commit of any
 * process, one thread takes note of what was changed, compares that with the notes of all who
 * sleep, and wakes those whom it concerns. No change is missed: one who falls asleep compares once
 * more by itself, after which the thread finds it asleep.
 *
 * <p>Thread-safe.
 */
public final class Waiters implements AutoCloseable {
  /** The number of looks and listeners that run at once; listeners may block. */
  private static final int MOST_THREADS = 64;

  private static final long IDLE_SECONDS = 10;

  private final Engine engine;
  private final CachedResults<?, ?> changes;
  private final VersionListener listener = this::look;
  private final Set<Waiter> waiting = ConcurrentHashMap.newKeySet();
  private final AtomicInteger made = new AtomicInteger();
  private final ThreadPoolExecutor threads;

  /** Held while the first one comes, or the last one goes. */
  private final ReentrantLock lock = new ReentrantLock();

  /**
   * Creates the waiters of a store, without any.
   *
   * @param engine the store
   * @param changes takes note of what has changed
   */
  public Waiters(Engine engine, CachedResults<?, ?> changes) {
    this.engine = engine;
    this.changes = changes;
    this.threads =
        new ThreadPoolExecutor(
            MOST_THREADS,
            MOST_THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            this::thread,
            // The store was closed, of which the task tells a caller: not on a thread of others.
            (task, pool) -> thread(task).start());
    threads.allowCoreThreadTimeOut(true);
  }

  private Thread thread(Runnable task) {
    Thread thread = new Thread(task, "cairn-waiter-" + made.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Has the calling thread look until it finds something.
   *
   * @param name the thing that is waited for, in a message
   * @param look looks at a snapshot of now
   * @param timeout the longest time to wait, not negative
   * @param <R> the type of what is found
   * @return what was found
   * @throws dev.cairn.AwaitTimeoutException if nothing was found in time
   * @throws InterruptedException if the thread is interrupted while it sleeps
   */
  public <R> R await(String name, Supplier<Entry<Optional<R>>> look, Duration timeout)
      throws InterruptedException {
    return new ThreadWait(this, new TimeLimit(name, notNegative("timeout", timeout))).await(look);
  }

  /**
   * Looks on threads of this object until something is found.
   *
   * @param name the thing that is waited for, in a message
   * @param look looks at a snapshot of now
   * @param timeout the longest time to wait, not negative
   * @param <R> the type of what is found
   * @return completes with what was found, or exceptionally with what {@link #await} or the look
   *     throws; its completion ends the wait
   */
  public <R> CompletableFuture<R> awaitAsync(
      String name, Supplier<Entry<Optional<R>>> look, Duration timeout) {
    return new FutureWait<>(this, look, new TimeLimit(name, notNegative("timeout", timeout)))
        .begin();
  }

  /**
   * Tells a listener each new result of a look.
   *
   * @param name the thing that is looked at, in a message
   * @param look looks at a snapshot of now
   * @param told told the results, on threads of this object
   * @param <R> the type of results
   * @return ends it
   */
  public <R> Query.Observation observe(
      String name, Supplier<Entry<R>> look, Consumer<? super R> told) {
    return new ListenerWait<>(this, name, look, notNull("listener", told)).begin();
  }

  /** Has one woken from now on, whenever it sleeps. */
  void add(Waiter waiter) {
    lock.lock();
    try {
      if (waiting.isEmpty()) {
        engine.addVersionListener(listener);
      }
      waiting.add(waiter);
    } finally {
      lock.unlock();
    }
  }

  void remove(Waiter waiter) {
    lock.lock();
    try {
      if (waiting.remove(waiter) && waiting.isEmpty()) {
        engine.removeVersionListener(listener);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets one fall asleep, and wakes it if something has changed since its look.
   *
   * @throws CairnException if the store is closed, after which nobody is woken any more
   */
  void sleep(Waiter waiter, Entry<?> look) {
    waiter.sleep(look);
    long unused = engine.version(); // throws if it is closed
    waiter.wakeIfChanged(changes);
  }

  /** Wakes one if something has changed that nobody was told of yet. */
  void lookNow(Waiter waiter) {
    changes.catchUp();
    waiter.wakeIfChanged(changes);
  }

  /** Wakes those whom the last commits concern. */
  private void look() {
    try {
      changes.catchUp();
    } catch (CairnException e) { // it is closed, say: each meets the same, and tells its caller
      waiting.forEach(Waiter::wakeAnyway);
      return;
    }
    waiting.forEach(waiter -> waiter.wakeIfChanged(changes));
  }

  /** Runs a task on one of the threads; on one of its own after {@link #close}. */
  void execute(Runnable task) {
    threads.execute(task);
  }

  /** Wakes all, who find the store closed; to be called after that. */
  @Override
  public void close() {
    waiting.forEach(Waiter::wakeAnyway);
    threads.shutdown();
  }
}
