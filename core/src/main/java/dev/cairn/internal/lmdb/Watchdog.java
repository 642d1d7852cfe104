package dev.cairn.internal.lmdb;

import dev.cairn.internal.lmdb.readers.Reader;
import dev.cairn.internal.lmdb.readers.ReaderPool;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the thread that does the timed work of an open store: it ends writes at their deadline, has
 * threads added for futures, reports snapshots that are held too long, and looks after the files
 * now and then.
 *
 * <p>It sleeps until the earliest deadline that it knows, or its next round. Only a write with an
 * earlier deadline wakes it, so the usual write, whose timeout is as long as those of the others,
 * sets no timer.
 */
final class Watchdog implements Runnable {

  /**
   * A snapshot that is still the same one after a whole round is reported; tests have less
   * patience.
   */
  static volatile long roundNanos = TimeUnit.SECONDS.toNanos(15);

  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** The work of an open store that is to be done in time; called on the watchdog's thread. */
  interface Duties {
    /**
     * Ends the writes whose turn did not come.
     *
     * @param now the time
     * @param latest the time of the next call at the latest
     * @return the time of the next call
     */
    long expire(long now, long latest);

    /**
     * Looks after the threads of futures; {@link #wake} has it called earlier.
     *
     * @param now the time
     * @return the nanoseconds to the next call
     */
    long lookAtFutures(long now);

    /** Wakes the waiters of LMDB's mutexes, once a round. */
    void wakeWaiters();

    /** Looks after the files, once a round. */
    void lookAfter();
  }

  private final String store;
  private final Duties duties;
  private final ReaderPool readers;
  private final Map<Reader, Long> seen = new HashMap<>();
  private final Thread thread;
  private final AtomicLong wakeNanos = new AtomicLong(System.nanoTime());
  private volatile boolean stopped;

  /**
   * Creates a watchdog, which {@link #start} sets to work.
   *
   * @param duties the rest of its work
   */
  Watchdog(String store, ReaderPool readers, Duties duties) {
    this.store = store;
    this.readers = readers;
    this.duties = duties;
    this.thread = new Thread(this, "cairn-watchdog " + store);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Takes note of a deadline; call after the write was queued. */
  void expect(long deadlineNanos) {
    if (deadlineNanos - wakeNanos.get() < 0) {
      lower(deadlineNanos);
      LockSupport.unpark(thread);
    }
  }

  /** Has the threads of futures looked after. */
  void wake() {
    LockSupport.unpark(thread);
  }

  private void lower(long nanos) {
    long before = wakeNanos.get();
    while (nanos - before < 0 && !wakeNanos.compareAndSet(before, nanos)) {
      before = wakeNanos.get();
    }
  }

  @Override
  public void run() {
    long nextRound = System.nanoTime() + roundNanos;
    while (!stopped) {
      long now = System.nanoTime();
      long pause = Math.min(wakeNanos.get() - now, lookAtFutures(now));
      if (pause > 0) {
        LockSupport.parkNanos(this, pause);
        boolean unused = Thread.interrupted(); // a pending one would let no thread park
        continue;
      }
      boolean round = now - nextRound >= 0;
      if (round) {
        nextRound = now + roundNanos;
      }
      try {
        // Set before the queue is looked at: a write that is queued too late to be seen there sees
        // this wake time, and lowers it.
        wakeNanos.set(nextRound);
        lower(duties.expire(now, nextRound));
        if (round) {
          duties.wakeWaiters(); // one may wait in vain: see LockFile
          readers.endLost();
          reportLongSnapshots();
          duties.lookAfter();
        }
      } catch (RuntimeException | Error e) {
        lower(now + RETRY_NANOS); // without it no write would ever time out
        report(e);
      }
    }
  }

  private long lookAtFutures(long now) {
    try {
      return duties.lookAtFutures(now);
    } catch (RuntimeException | Error e) {
      report(e);
      return RETRY_NANOS;
    }
  }

  private void report(Throwable e) {
    try {
      log().error("store {}: a round of its watchdog failed", store, e);
    } catch (RuntimeException | Error silent) {
      // Not even that can be said, for want of memory perhaps; the watchdog must live on.
    }
  }

  private void reportLongSnapshots() {
    for (Reader reader : readers.all()) {
      Thread owner = reader.owner;
      long uses = reader.uses;
      Long before = seen.put(reader, owner == null ? -1L : uses);
      if (owner != null && before != null && before == uses) {
        log()
            .warn(
                "store {}: thread '{}' holds a snapshot for more than {} s; the file grows until it"
                    + " ends",
                store,
                owner.getName(),
                TimeUnit.NANOSECONDS.toSeconds(roundNanos));
      }
    }
    seen.keySet().retainAll(readers.all());
  }

  void stop() {
    stopped = true;
    LockSupport.unpark(thread);
  }

  private static Logger log() {
    return LoggerFactory.getLogger(Watchdog.class);
  }
}
