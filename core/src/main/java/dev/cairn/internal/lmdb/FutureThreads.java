package dev.cairn.internal.lmdb;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

/**
 * Where futures complete, so that what hangs on one does not hold up the writer.
 *
 * <p>A thread of the pool that finds the heap full takes along the task that it was about to run.
 * So the pool is never given the only reference to one: it is told to run the next of a queue.
 */
final class FutureThreads implements Executor {
  private static final int THREADS = 2;

  private final ConcurrentLinkedQueue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final Runnable next = this::runNext;
  private final ForkJoinPool pool;

  FutureThreads() {
    this(new ForkJoinPool(THREADS, ForkJoinPool.defaultForkJoinWorkerThreadFactory, null, true));
  }

  FutureThreads(ForkJoinPool pool) {
    this.pool = pool;
  }

  /** Runs a task, at once if there is no thread for it. It must not throw. */
  @Override
  public void execute(Runnable task) {
    waiting.add(task);
    begin();
  }

  private void begin() {
    try {
      pool.execute(next);
    } catch (RuntimeException | Error e) {
      runNext(); // shut down, or no memory
    }
  }

  private void runNext() {
    Runnable task = waiting.poll();
    if (task != null) {
      task.run();
    }
  }

  /** Begins anew what was lost to a full heap; call now and then. */
  void goOn() {
    for (int i = waiting.size(); i > 0; i--) {
      begin(); // once too often does no harm
    }
  }

  /** Runs what waits, and after that all tasks on the threads of those that bring them. */
  void shutdown() {
    goOn();
    pool.shutdown();
  }
}
