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
import org.lmdbjava.Txn;

/** Begins the LMDB transactions in which group commit writes to a store. */
final class LmdbWriter implements Storage {
  private final Environment environment;
  private final MapGrowth growth;
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
   */
  LmdbWriter(Environment environment, MapGrowth growth) {
    this.environment = environment;
    this.growth = growth;
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

  @Override
  public @Nullable Attempt tryBegin() {
    Txn<NativeBytes> begun;
    try {
      begun = environment.writes().tryBegin();
    } catch (OutgrownMapException e) {
      return null; // the writer's thread waits until the map has grown
    }
    if (begun == null) {
      return null;
    }
    LmdbBatch batch = new LmdbBatch(environment, key, value, begun);
    if (freePages.gather(batch)) {
      return batch;
    }
    batch.abort();
    return null;
  }

  @Override
  public void abandon() {
    environment.writes().abandon();
  }

  private LmdbBatch beginBatch() {
    int grown = growth.times();
    try {
      return new LmdbBatch(environment, key, value);
    } catch (OutgrownMapException e) {
      growth.grow(grown, e);
      return new LmdbBatch(environment, key, value);
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
