package dev.cairn.internal.lmdb;

import dev.cairn.CairnStatistics.EngineStatistics;
import dev.cairn.StoreClosedException;
import dev.cairn.internal.engine.CommitListener;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.engine.VersionListener;
import dev.cairn.internal.engine.Write;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** One opening of an engine that others may have opened too: closing it closes only this one. */
final class SharedEngine implements Engine {
  private final Path store;
  private final LmdbEngine engine;
  private final Consumer<Runnable> giveBack;

  /** Held while this is closed, which may take long. */
  private final ReentrantLock closing = new ReentrantLock();

  private volatile boolean closed;

  /**
   * Creates an opening.
   *
   * @param giveBack called when it is closed; either throws an {@link IllegalStateException}, or
   *     runs what it is given, once it is certain that it closes
   */
  SharedEngine(Path store, LmdbEngine engine, Consumer<Runnable> giveBack) {
    this.store = store;
    this.engine = engine;
    this.giveBack = giveBack;
  }

  private LmdbEngine engine() {
    if (closed) {
      throw new StoreClosedException("store " + store + " is closed");
    }
    return engine;
  }

  @Override
  public long version() {
    return engine().version();
  }

  @Override
  public Snapshot snapshot() {
    return engine().snapshot();
  }

  @Override
  public <R> R write(Write<R> write, Duration timeout) {
    return engine().write(write, timeout);
  }

  @Override
  public <R> CompletableFuture<R> writeAsync(Write<R> write, Duration timeout) {
    return engine().writeAsync(write, timeout);
  }

  @Override
  public void flush(Duration timeout) {
    engine().flush(timeout);
  }

  @Override
  public void copyTo(Path directory, boolean compact) {
    engine().copyTo(directory, compact);
  }

  @Override
  public void addCommitListener(CommitListener listener) {
    engine().addCommitListener(listener);
  }

  @Override
  public void removeCommitListener(CommitListener listener) {
    engine.removeCommitListener(listener);
  }

  @Override
  public void addVersionListener(VersionListener listener) {
    engine().addVersionListener(listener);
  }

  @Override
  public void removeVersionListener(VersionListener listener) {
    engine.removeVersionListener(listener);
  }

  @Override
  public EngineStatistics statistics() {
    return engine().statistics();
  }

  @Override
  public boolean readOnly() {
    return engine.readOnly();
  }

  @Override
  public boolean inWrite() {
    return engine.inWrite();
  }

  @Override
  public boolean inRead() {
    return engine.inRead();
  }

  @Override
  public void close() {
    // Before the lock, whose holder may wait for what this thread is in.
    if (!closed) {
      engine.refuseInWrite("closed");
    } else if (inWrite() || engine.inRead()) {
      return;
    }
    if (!closing.tryLock()) {
      engine.refuseCloseInRead();
      closing.lock();
    }
    try {
      if (!closed) {
        giveBack.accept(() -> closed = true);
        engine.watch.nudge(); // who waits through this opening
      }
    } finally {
      closing.unlock();
    }
  }
}
