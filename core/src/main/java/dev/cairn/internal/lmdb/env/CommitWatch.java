package dev.cairn.internal.lmdb.env;

import dev.cairn.StoreClosedException;
import dev.cairn.internal.engine.VersionListener;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sleeps until another version of a store is committed, on one thread for all who wait for it in
 * this process, and tells them.
 *
 * <p>The thread sleeps on the version's word in the lock file, where Cairn's commits wake it. A
 * program that is not Cairn wakes nobody, so the thread also looks by itself, at intervals that
 * grow. It is begun with the first listener, and ends when there has been none for a while.
 *
 * <p>No commit is missed: a listener is registered before its owner looks at the store, and the
 * thread reads the version before the list of listeners.
 */
public final class CommitWatch {
  private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LONGEST_NANOS =
      TimeUnit.MILLISECONDS.toNanos(VersionListener.LATEST_MILLIS);

  /** The time for which the thread stays without listeners: most waits follow another one. */
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** No version, so that whatever is found counts as another one. */
  private static final long UNKNOWN = -1;

  private final String store;
  private final @Nullable LockFile lockFile;
  private final LongSupplier version;
  private final CopyOnWriteArrayList<VersionListener> listeners = new CopyOnWriteArrayList<>();

  /** Held to begin and to end the thread. */
  private final ReentrantLock lock = new ReentrantLock();

  private volatile @Nullable Thread thread;

  /** True if the listeners are to be called though the version is the same. */
  private volatile boolean due;

  private volatile boolean closed;

  /**
   * Creates the watch of a store, without a thread.
   *
   * @param version reads the store's version; throws once the store is closed
   */
  public CommitWatch(Environment environment, LongSupplier version) {
    this.store = environment.store().toString();
    this.lockFile = environment.mappedVersion;
    this.version = version;
  }

  /**
   * Registers a listener.
   *
   * @throws OutOfMemoryError if there is no thread to be had; the listener is not registered then
   */
  public void add(VersionListener listener) {
    lock.lock();
    try {
      Thread watching = thread;
      if (watching == null) {
        watching = new Thread(this::run, "cairn-commits " + store);
        watching.setDaemon(true);
        watching.start();
        thread = watching;
      }
      listeners.add(listener);
      LockSupport.unpark(watching); // it may be idle
    } finally {
      lock.unlock();
    }
  }

  /** Removes a listener. */
  public void remove(VersionListener listener) {
    listeners.remove(listener);
  }

  /** Wakes all who sleep until a commit, in all processes, after one of this process. */
  public void announce() {
    if (lockFile != null) {
      lockFile.announceCommit();
    }
    Thread watching = thread;
    if (watching != null && !listeners.isEmpty()) {
      LockSupport.unpark(watching); // where there is no word to sleep on
    }
  }

  /** Has all listeners called within moments, also without a new version. */
  public void nudge() {
    due = true;
    announce();
  }

  /** Has all listeners called, after the store was closed, and the thread end with the last. */
  public void close() {
    closed = true;
    nudge();
    LockSupport.unpark(thread);
  }

  /** Calls all listeners; false if one has thrown. */
  private boolean tell() {
    boolean told = true;
    for (VersionListener listener : listeners) {
      try {
        listener.versionMayHaveRisen();
      } catch (RuntimeException | Error e) {
        told = false;
        report(e);
      }
    }
    return told;
  }

  private void run() {
    long known = UNKNOWN;
    long interval = SHORTEST_NANOS;
    long idleSince = System.nanoTime();
    while (true) {
      if (listeners.isEmpty()) {
        known = UNKNOWN;
        interval = SHORTEST_NANOS;
        if ((closed || System.nanoTime() - idleSince > IDLE_NANOS) && end()) {
          return;
        }
        LockSupport.parkNanos(IDLE_NANOS + SHORTEST_NANOS);
        continue;
      }
      idleSince = System.nanoTime();
      if (due) {
        due = false;
        known = UNKNOWN;
      }
      long found = look();
      if (found == known && found != UNKNOWN) {
        sleep(known, interval);
        interval = Math.min(2 * interval, LONGEST_NANOS);
      } else {
        interval = SHORTEST_NANOS;
        known = tell() ? found : UNKNOWN; // told after the version was read
        if (known == UNKNOWN) {
          LockSupport.parkNanos(LONGEST_NANOS); // the listeners go, or are told once more
        }
      }
    }
  }

  /** Ends the thread, unless a listener has come. */
  private boolean end() {
    lock.lock();
    try {
      if (listeners.isEmpty()) {
        thread = null;
        return true;
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the version, or {@link #UNKNOWN} where the store is closed or cannot be read. */
  private long look() {
    try {
      return version.getAsLong();
    } catch (StoreClosedException e) {
      return UNKNOWN;
    } catch (RuntimeException | Error e) {
      report(e); // each listener meets it too
      return UNKNOWN;
    }
  }

  private void sleep(long known, long nanos) {
    if (lockFile != null) {
      lockFile.awaitCommit(known, nanos);
    } else {
      LockSupport.parkNanos(nanos);
    }
  }

  private void report(Throwable e) {
    try {
      log().error("store {}: who waits for a commit could not be told", store, e);
    } catch (RuntimeException | Error silent) {
      // Not even that can be said, for want of memory perhaps; the thread must live on.
    }
  }

  private static Logger log() {
    return LoggerFactory.getLogger(CommitWatch.class);
  }
}
