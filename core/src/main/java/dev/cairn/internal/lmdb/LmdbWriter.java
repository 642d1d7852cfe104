package dev.cairn.internal.lmdb;

import dev.cairn.internal.commit.Attempt;
import dev.cairn.internal.commit.Storage;
import dev.cairn.internal.lmdb.env.Environment;
import dev.cairn.internal.lmdb.env.NativeBytes;
import dev.cairn.internal.lmdb.env.OutgrownMapException;
import dev.cairn.internal.lmdb.readers.MapGrowth;
import dev.cairn.internal.platform.KernelThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Begins the write transactions of an environment, on the writer's thread. */
final class LmdbWriter implements Storage {
  private final Environment environment;
  private final MapGrowth growth;
  private final Watchdog watchdog;
  private final NativeBytes key;
  private final NativeBytes value;
  private final FreePages freePages;

  /** The writer's thread, or null as long as it has not begun a transaction. */
  private volatile @Nullable KernelThread thread;

  private boolean begun;

  /**
   * Creates the writer's side of an environment.
   *
   * @param growth makes the map larger where another process has made the store larger
   * @param watchdog wakes the writer where it waits for LMDB's mutex in vain
   */
  LmdbWriter(Environment environment, MapGrowth growth, Watchdog watchdog) {
    this.environment = environment;
    this.growth = growth;
    this.watchdog = watchdog;
    this.key = environment.buffer();
    this.value = environment.buffer();
    this.freePages = new FreePages(environment, key);
  }

  @Override
  public Attempt begin() {
    if (!begun) {
      begun = true;
      thread = KernelThread.current();
    }
    LmdbBatch batch = beginBatch();
    if (freePages.gather(batch)) {
      return batch;
    }
    batch.abort();
    return beginBatch();
  }

  private LmdbBatch beginBatch() {
    watchdog.writerBegins();
    try {
      int grown = growth.times();
      try {
        return new LmdbBatch(environment, key, value);
      } catch (OutgrownMapException e) {
        growth.grow(grown, e);
        return new LmdbBatch(environment, key, value);
      }
    } finally {
      watchdog.writerBegan();
    }
  }

  @Override
  public String holder() {
    return environment.mark().describe();
  }

  /**
   * Waits until the kernel has ended the writer's thread, which is a moment after the JVM says so.
   * If the thread died with a transaction, the kernel then marks LMDB's mutex as left behind, and
   * must find it mapped: otherwise every process would wait for it for ever.
   *
   * @return false if the thread is still there
   */
  boolean awaitThreadEnd(long timeoutNanos) {
    KernelThread writer = thread;
    long deadline = System.nanoTime() + timeoutNanos;
    while (writer != null && writer.isAlive()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(100));
    }
    return true;
  }
}
