package dev.cairn.internal.commit;

import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that complete the futures of writes, so that a slow dependent of a future holds up
 * neither the writer nor, for long, the next futures.
 *
 * <p>Two threads suffice while dependents are quick. When tasks wait, and for {@link #STALL_NANOS}
 * none has ended or nearly all threads are found asleep, the dependents that run now block, and the
 * number of threads is doubled. To begin a thread a task instead would cost the writer more than
 * the task.
 */
final class FutureThreads implements Executor {
  static final int THREADS = 2;

  /** The number of dependents that may block at once before others wait for them. */
  static final int MOST_THREADS = 512;

  private static final int MORE_ON_CLOSING = 16;
  private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long IDLE_SECONDS = 10;

  /** A queue whose takers spin for a moment: to wake a thread takes longer than most tasks. */
  private final LinkedTransferQueue<Runnable> waiting = new LinkedTransferQueue<>();

  private final ThreadPoolExecutor pool;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final Runnable wake;

  /** True while a look is due; a new task then asks for none. */
  private volatile boolean watched;

  // The looker's own.

  /** True if {@link #lookNanos} is set. */
  private boolean scheduled;

  private long lookNanos;

  /** The number of tasks that had ended at the last look. */
  private long endedBefore;

  /**
   * Creates the pool; its threads begin with the first tasks and end when they have been idle.
   *
   * @param store the store as the names of threads show it
   * @param wake wakes the thread that calls {@link #look}
   */
  FutureThreads(String store, Runnable wake) {
    this.wake = wake;
    AtomicInteger made = new AtomicInteger();
    this.pool =
        new ThreadPoolExecutor(
            THREADS,
            MOST_THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            waiting,
            task -> thread(task, "cairn-future-" + made.incrementAndGet() + " " + store));
    pool.allowCoreThreadTimeOut(true);
  }

  private Thread thread(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    threads.add(thread);
    return thread;
  }

  /**
   * Runs a task on one of the threads.
   *
   * @throws java.util.concurrent.RejectedExecutionException after {@link #shutdown()}
   */
  @Override
  public void execute(Runnable task) {
    try {
      pool.execute(task);
    } catch (OutOfMemoryError e) { // perhaps only the system refuses another thread
      waiting.add(task);
    }
    if (!watched) {
      watched = true;
      wake.run();
    }
  }

  /**
   * Adds threads if it is time, tasks wait, and those that run block. One thread calls this.
   *
   * @return in how many nanoseconds to look again; {@link Long#MAX_VALUE} if not before being woken
   */
  long look(long now) {
    if (!watched) {
      return Long.MAX_VALUE;
    }
    if (!scheduled) {
      scheduled = true;
      lookNanos = now + STALL_NANOS;
    } else if (now - lookNanos >= 0) {
      lookNanos = now + STALL_NANOS;
      watched = false; // first: a task that is queued from here on asks for another look
      boolean stalled = stalled();
      if (waiting.isEmpty()) {
        scheduled = false;
        if (pool.getActiveCount() == 0) {
          pool.setCorePoolSize(THREADS);
        }
        return Long.MAX_VALUE;
      }
      watched = true;
      if (stalled) {
        grow();
      }
    }
    return lookNanos - now;
  }

  private boolean stalled() {
    long ended = pool.getCompletedTaskCount();
    boolean none = ended == endedBefore;
    endedBefore = ended;
    return nearlyAllSleep() || none;
  }

  /** Tells whether three threads of four wait for something; that they wait for a task is rare. */
  private boolean nearlyAllSleep() {
    int asleep = 0;
    for (Iterator<Thread> all = threads.iterator(); all.hasNext(); ) {
      switch (all.next().getState()) {
        case TERMINATED -> all.remove();
        case WAITING, TIMED_WAITING, BLOCKED -> asleep++;
        case NEW, RUNNABLE -> {}
      }
    }
    return 4 * asleep >= 3 * threads.size();
  }

  private void grow() {
    try {
      pool.setCorePoolSize(Math.min(MOST_THREADS, Math.max(THREADS, 2 * pool.getPoolSize())));
      int unused = pool.prestartAllCoreThreads();
    } catch (OutOfMemoryError e) {
      // The system gives no more threads, or there is no memory now: the next look tries again.
    }
  }

  /** Runs the tasks that wait, and takes no more. No look is needed afterwards. */
  void shutdown() {
    int threads = Math.max(pool.getCorePoolSize(), pool.getPoolSize());
    int more = Math.min(MORE_ON_CLOSING, waiting.size());
    pool.setCorePoolSize(Math.min(MOST_THREADS, threads + more));
    pool.shutdown();
  }
}
