package dev.cairn.internal.commit;

import dev.cairn.StoreClosedException;
import dev.cairn.WriteTimeoutException;
import dev.cairn.internal.engine.CommitListener;
import dev.cairn.internal.engine.Write;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Runs the writes that all threads of a process make to a store, one after the other, and commits
 * those that wait at the same time together.
 *
 * <p>The writer's thread does that. While it has nothing to do, a caller that comes commits its
 * write by itself, on its own thread: to hand it over, and be woken, takes longer than many a
 * commit. Its function is the only one that runs there, so no other caller depends on that thread's
 * stack, its interrupts, or its thread-locals. Whoever comes meanwhile waits for the writer's
 * thread.
 *
 * <p>After an {@link Error} outside of a write's function, a full heap for example, the state of
 * the storage is unknown. The writer then stops for good: the storage is abandoned, and every write
 * that has no outcome yet fails with a {@link StoreClosedException}.
 */
public final class GroupCommit {
  private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

  private final String store;
  private final Storage storage;
  private final LongConsumer expect;
  private final Consumer<Throwable> stopped;
  private final WriteMetrics metrics;
  private final CopyOnWriteArrayList<CommitListener> listeners = new CopyOnWriteArrayList<>();
  private final FutureThreads callbacks;
  private final Thread thread;
  private final WriteQueue queue;
  private final CommitTurn turn;
  private final BatchRunner batches;
  private final ExitHook exit;

  /** Made in advance: with a full heap, too, each caller must be told. */
  private final StoreClosedException notApplied;

  private final StoreClosedException perhapsApplied;

  /**
   * The outcome of the writes that were claimed when the error came; written before {@link #dead}.
   */
  private RuntimeException abandoned;

  /** True once the writer has stopped because of an error; written last. */
  private volatile boolean dead;

  /**
   * Creates the writer of a store, which {@link #start} sets to work.
   *
   * @param store the store as messages name it
   * @param storage the storage to commit to
   * @param metrics counts and times the writes
   * @param expect takes note of the time, as of {@link System#nanoTime()}, at which {@link #expire}
   *     is to be called; called on any thread
   * @param wake wakes the thread that calls {@link #lookAtFutures}; called on any thread
   * @param stopped told of the error after which the writer has stopped; called on the thread that
   *     met it
   */
  public GroupCommit(
      String store,
      Storage storage,
      WriteMetrics metrics,
      LongConsumer expect,
      Runnable wake,
      Consumer<Throwable> stopped) {
    this.store = store;
    this.storage = storage;
    this.metrics = metrics;
    this.expect = expect;
    this.stopped = stopped;
    this.callbacks = new FutureThreads(store, wake);
    this.thread = new Thread(this::run, "cairn-writer " + store);
    thread.setDaemon(true);
    this.queue = new WriteQueue(store, thread);
    this.turn = new CommitTurn(thread);
    this.batches = new BatchRunner(store, storage, queue, expect, metrics, listeners);
    this.exit = new ExitHook(store, queue, thread, turn);
    this.notApplied = stopped("the write was not applied");
    this.perhapsApplied = stopped("the write may have been applied or not");
    this.abandoned = notApplied;
  }

  private StoreClosedException stopped(String outcome) {
    StoreClosedException exception =
        new StoreClosedException(
            "store %s was closed because of an error in its writer, see the cause; %s. Close and open it again"
                .formatted(store, outcome));
    exception.setStackTrace(new StackTraceElement[0]); // the cause's tells more
    return exception;
  }

  /**
   * Begins to run writes. If this throws, nothing has begun, and nothing of this writer stays.
   *
   * @throws OutOfMemoryError if there is no thread to be had
   */
  public void start() {
    boolean begun = false;
    exit.register(); // first: a writer that runs takes writes, for which the JVM must not end
    try {
      thread.start();
      begun = true;
    } finally {
      if (!begun) {
        exit.unregister();
      }
    }
  }

  /**
   * Registers a listener that is told of each commit.
   *
   * @param listener the listener
   */
  public void addListener(CommitListener listener) {
    listeners.add(listener);
  }

  /**
   * Removes a listener; does nothing if it is not registered.
   *
   * @param listener the listener
   */
  public void removeListener(CommitListener listener) {
    listeners.remove(listener);
  }

  /**
   * Tells whether the calling thread runs writes now.
   *
   * @return true inside the function of a write
   */
  public boolean inWrite() {
    return turn.isMine() || Thread.currentThread() == thread;
  }

  /**
   * Commits a write, or queues it and waits for its end, as {@link
   * dev.cairn.internal.engine.Engine#write} says.
   *
   * @param write the function
   * @param timeoutNanos the longest time that it waits for its turn, positive
   * @param <R> the type of its result
   * @return its result
   */
  public <R> R write(Write<R> write, long timeoutNanos) {
    requireOutside();
    BlockingWrite<R> pending = new BlockingWrite<>(write, timeoutNanos);
    if (!commitHere(pending)) {
      submit(pending);
    }
    return pending.await();
  }

  /** Commits a write on the calling thread; false if it must be queued instead. */
  private boolean commitHere(PendingWrite<?> write) {
    if (!queue.idle() || !CommittingThreads.includeThisOne() || !turn.tryTake()) {
      return false;
    }
    boolean interrupted = Thread.interrupted(); // the function does not see it, as elsewhere
    try {
      // A write that was queued meanwhile comes first; a queue that was closed refuses this one.
      return queue.isEmpty() && !queue.closed() && batches.runAlone(write);
    } catch (RuntimeException | Error e) {
      stop(e);
      return batches.has(write); // if so, another thread tells it the outcome
    } finally {
      turn.release();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Queues a write, as {@link dev.cairn.internal.engine.Engine#writeAsync} says.
   *
   * @param write the function
   * @param timeoutNanos the longest time that it waits for its turn, positive
   * @param <R> the type of its result
   * @return the future, completed when the write has ended
   */
  public <R> CompletableFuture<R> writeAsync(Write<R> write, long timeoutNanos) {
    requireOutside();
    FutureWrite<R> pending = new FutureWrite<>(write, timeoutNanos, callbacks);
    submit(pending);
    return pending.future;
  }

  private void requireOutside() {
    if (inWrite()) {
      throw new IllegalStateException(
          "a write cannot begin inside another one: use the transaction, or the memory, that the"
              + " function was given");
    }
  }

  private void submit(PendingWrite<?> write) {
    queue.add(write);
    expect.accept(write.deadlineNanos);
  }

  private void run() {
    // Initializes the class where there is stack enough; no caller asks it before this thread
    // idles.
    boolean unused = CommittingThreads.includeThisOne();
    while (queue.await() && runBatch()) {
      // the next one
    }
  }

  /** Runs a batch of the writes that wait; false if the writer has stopped. */
  private boolean runBatch() {
    turn.take();
    try {
      if (!dead) {
        batches.runBatch();
      }
    } catch (RuntimeException | Error e) {
      stop(e);
    } finally {
      turn.release();
    }
    return !dead;
  }

  /**
   * Gives up for good, on the thread that met an error in its turn. The callers are told by another
   * thread, so that this one holds up no other process.
   */
  private void stop(Throwable error) {
    try {
      abandoned = perhapsApplied; // in case that the next line cannot tell
      abandoned = batches.mayBeCommitted() ? perhapsApplied : notApplied;
      batches.abort();
    } catch (RuntimeException | Error e) {
      // Only the first error counts. The attempt ends as well when the storage is abandoned.
    } finally {
      try {
        storage.abandon();
      } finally {
        notApplied.initCause(error);
        perhapsApplied.initCause(error);
        queue.close(notApplied);
        dead = true;
        stopped.accept(error);
        expect.accept(System.nanoTime());
      }
    }
  }

  /** Tells the callers of all writes that the writer has left without an outcome, once. */
  private synchronized void abandon() {
    batches.abandon(abandoned);
    queue.withdrawClosed();
  }

  /**
   * Ends the writes whose turn did not come in time, and those that a writer that has stopped has
   * left. One thread calls this, at the times that it was told to expect and now and then.
   *
   * @param now the time, as of {@link System#nanoTime()}
   * @param latest when it will be called again at the latest
   * @return when to call it again, at most {@code latest}
   */
  public long expire(long now, long latest) {
    if (dead) {
      abandon();
    }
    return queue.expire(now, latest, write -> timeout(write, now), metrics::timedOut);
  }

  /**
   * Sees that futures complete though their dependents block. The thread that is woken for it calls
   * this.
   *
   * @param now the time, as of {@link System#nanoTime()}
   * @return in how many nanoseconds to call it again; {@link Long#MAX_VALUE} if not before the
   *     thread is woken for it
   */
  public long lookAtFutures(long now) {
    return callbacks.look(now);
  }

  private WriteTimeoutException timeout(PendingWrite<?> write, long now) {
    return new WriteTimeoutException(
        "the write waited %d ms for its turn and was not applied; %s. Try again, or allow it more time"
            .formatted(TimeUnit.NANOSECONDS.toMillis(now - write.queuedNanos), storage.holder()));
  }

  /** Lets no new write in, and runs those that wait. */
  public void close() {
    queue.close();
  }

  /**
   * Waits for the writer's thread and the last turn to end; an interrupt does not end the wait, and
   * stays pending.
   *
   * @param timeoutMillis the longest time to wait, at least 1
   * @return false if it has not: another process holds the writer, or a function does not return
   */
  public boolean join(long timeoutMillis) {
    boolean interrupted = false;
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    while (atWork() && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(LOOK_NANOS); // Thread.join would pin the carrier of a virtual thread
      interrupted |= Thread.interrupted(); // a pending one would let no thread park
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !atWork();
  }

  private boolean atWork() {
    return thread.isAlive() || turn.holder() != null;
  }

  /**
   * Tells whether the function of a write has called {@code System.exit}: no write ends any more.
   *
   * @return true if so
   */
  public boolean endsTheJvm() {
    Thread holder = turn.holder();
    return holder != null && JvmExit.isCalledBy(holder);
  }

  /** Fails the writes that wait, after {@link #join}. */
  public void giveUp() {
    if (dead) {
      abandon();
    }
    queue.withdrawClosed();
  }

  /** Completes the futures that are left, and lets go of everything but the writer's thread. */
  public void shutdown() {
    exit.unregister();
    callbacks.shutdown();
  }
}
