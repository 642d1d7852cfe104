package dev.cairn.internal.lmdb;

import dev.cairn.internal.engine.Changes;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.lmdb.env.Environment;
import dev.cairn.internal.lmdb.env.SnapshotGuard;
import dev.cairn.internal.lmdb.readers.Reader;
import dev.cairn.internal.lmdb.readers.ReaderPool;
import org.jspecify.annotations.Nullable;

/** Implements a snapshot of the store by an LMDB read transaction from a pool. */
final class LmdbSnapshot extends LmdbView implements Snapshot {
  private final ReaderPool pool;
  private final SnapshotGuard guard;
  private final long version;
  private @Nullable Reader reader;

  LmdbSnapshot(Environment environment, ReaderPool pool) {
    this(environment, pool, new OpenCursors(), pool.take()); // the reader last: see LmdbView
  }

  private LmdbSnapshot(
      Environment environment, ReaderPool pool, OpenCursors cursors, Reader reader) {
    super(environment, cursors, reader.txn, reader.key);
    this.guard = environment.guard();
    this.pool = pool;
    this.reader = reader;
    this.version = reader.version;
  }

  @Override
  void checkOpen() {
    if (reader == null) {
      throw new IllegalStateException("the snapshot is closed");
    }
  }

  @Override
  void checkRead() {
    guard.check();
  }

  @Override
  public long version() {
    return version;
  }

  @Override
  public Changes changesSince(long since) {
    checkOpen();
    return new ChangeLog(environment.changes()).since(this, since);
  }

  @Override
  public void close() {
    Reader mine = reader;
    if (mine != null) {
      reader = null;
      try {
        closeCursors();
        pool.giveBack(mine);
      } catch (Throwable e) {
        mine.lost = true; // also where the stack has no room for these calls
        throw e;
      }
    }
  }
}
