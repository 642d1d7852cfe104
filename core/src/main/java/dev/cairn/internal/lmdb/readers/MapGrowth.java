package dev.cairn.internal.lmdb.readers;

import dev.cairn.internal.lmdb.env.Environment;
import dev.cairn.internal.lmdb.env.OutgrownMapException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Enlarges the memory map of this process after another process has made the store larger.
 *
 * <p>LMDB maps the file anew for that, at another address, so no transaction of this process may be
 * open: new ones wait, and growing waits for those at work. It is given up where they do not end in
 * time, and at once for a thread that holds a snapshot itself.
 */
public final class MapGrowth {
  private final Environment environment;
  private final ReaderPool readers;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicInteger times = new AtomicInteger();

  MapGrowth(Environment environment, ReaderPool readers) {
    this.environment = environment;
    this.readers = readers;
  }

  /** Returns how often the map has grown; to be asked before the transaction that fails. */
  public int times() {
    return times.get();
  }

  /**
   * Grows the map, unless it has grown since.
   *
   * @param before the number of times that the map had grown before the transaction began that has
   *     failed
   * @param outgrown the failure, thrown again if the map cannot grow now
   */
  public void grow(int before, OutgrownMapException outgrown) {
    long deadline = System.nanoTime() + ReaderPool.patienceNanos;
    // Without a mapped version, asking for it begins transactions that nothing here waits for.
    if (!environment.hasMappedVersion() || readers.heldByThisThread() > 0 || !locked(deadline)) {
      throw outgrown;
    }
    try {
      if (times.get() == before) {
        growAlone(deadline, outgrown);
      }
    } finally {
      lock.unlock();
    }
  }

  private void growAlone(long deadline, OutgrownMapException outgrown) {
    try {
      if (!environment.writes().gate().close(deadline) || !readers.pause(deadline)) {
        throw outgrown;
      }
      environment.growMap();
      times.incrementAndGet();
    } finally {
      readers.resume();
      environment.writes().gate().open();
    }
  }

  private boolean locked(long deadline) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return lock.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
