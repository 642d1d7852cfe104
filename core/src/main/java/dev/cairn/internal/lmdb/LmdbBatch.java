package dev.cairn.internal.lmdb;

import dev.cairn.internal.commit.Attempt;
import dev.cairn.internal.engine.Changes;
import dev.cairn.internal.engine.Changes.Change;
import dev.cairn.internal.lmdb.env.Environment;
import dev.cairn.internal.lmdb.env.NativeBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.LmdbException;
import org.lmdbjava.PutFlags;
import org.lmdbjava.Txn;

/**
 * Implements a batch of changes by an LMDB write transaction. Confined to the thread that began it.
 */
final class LmdbBatch extends LmdbView implements Attempt {
  final NativeBytes value;
  private final long version;
  private final Thread thread = Thread.currentThread();
  private final List<byte[]> changedKeys = new ArrayList<>();
  private boolean everything;
  private long changes;
  private boolean committing;

  /** The number of bytes that were stored, deletions aside. */
  private long stored;

  private boolean ended;

  /** The reason why the transaction can no longer be committed, or null. */
  private @Nullable RuntimeException failure;

  /**
   * Begins the transaction, waiting for the writer of another process if need be.
   *
   * @param key a buffer for keys, the writer's own
   * @param value a buffer for values, the writer's own
   */
  LmdbBatch(Environment environment, NativeBytes key, NativeBytes value) {
    this(environment, key, value, environment.writes().begin());
  }

  /** Takes a transaction over that this thread has begun. */
  LmdbBatch(Environment environment, NativeBytes key, NativeBytes value, Txn<NativeBytes> begun) {
    super(environment, new OpenCursors(), begun, key);
    this.value = value;
    this.version = txn.getId() - 1;
    environment.mark().hold();
  }

  @Override
  void checkOpen() {
    if (ended) {
      throw new IllegalStateException(
          "the transaction has ended; use it only inside the function that it was passed to");
    }
    if (Thread.currentThread() != thread) {
      // LMDB would not notice, and end the JVM sooner or later.
      throw new IllegalStateException(
          "the transaction is confined to the thread that its function runs on; do not pass it to a"
              + " parallel stream or another thread");
    }
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  RuntimeException failed(LmdbException e) {
    failure = super.failed(e); // LMDB lets a transaction with an error only be aborted
    return failure;
  }

  @Override
  public long version() {
    return version;
  }

  @Override
  public boolean put(byte[] keyBytes, byte[] valueBytes) {
    checkOpen();
    NativeBytes old = find(environment.data(), keyBytes);
    if (old != null
        && old.length() == valueBytes.length
        && Arrays.equals(old.toArray(), valueBytes)) {
      return false;
    }
    replace(keyBytes, valueBytes);
    return true;
  }

  @Override
  public void replace(byte[] keyBytes, byte[] valueBytes) {
    checkOpen();
    checkKey(keyBytes);
    releaseCursors();
    changes++; // counted first: an Error in between must not hide a change
    stored += keyBytes.length + valueBytes.length;
    try {
      environment.data().put(txn, key.set(keyBytes), value.set(valueBytes));
    } catch (LmdbException e) {
      throw failed(e);
    }
  }

  /**
   * Stores a value under a key that has none yet.
   *
   * @param last whether the key is known to be behind every other one, which makes it quicker
   * @return false if there is a value already, which stays as it is
   */
  boolean add(byte[] keyBytes, byte[] valueBytes, boolean last) {
    checkOpen();
    checkKey(keyBytes);
    releaseCursors();
    changes++;
    stored += keyBytes.length + valueBytes.length;
    try {
      PutFlags how = last ? PutFlags.MDB_APPEND : PutFlags.MDB_NOOVERWRITE;
      return environment.data().put(txn, key.set(keyBytes), value.set(valueBytes), how);
    } catch (LmdbException e) {
      throw failed(e);
    }
  }

  @Override
  public boolean delete(byte[] keyBytes) {
    checkOpen();
    checkKey(keyBytes);
    releaseCursors();
    changes++;
    try {
      boolean deleted = environment.data().delete(txn, key.set(keyBytes));
      if (!deleted) {
        changes--;
      }
      return deleted;
    } catch (LmdbException e) {
      throw failed(e);
    }
  }

  @Override
  public void logChange(byte[] changed) {
    checkOpen();
    changedKeys.add(changed);
  }

  @Override
  public void logEverything() {
    checkOpen();
    everything = true;
  }

  @Override
  public int logged() {
    return everything ? -1 : changedKeys.size();
  }

  @Override
  public Changes changesSince(long since) {
    checkOpen();
    Changes committed = new ChangeLog(environment.changes()).since(this, since);
    boolean unknown = everything || committed.everything();
    List<Change> keys = new ArrayList<>(committed.keys());
    changedKeys.forEach(changed -> keys.add(new Change(version + 1, changed)));
    return new Changes(since, version + 1, unknown, unknown ? List.of() : keys);
  }

  @Override
  public void runs(String caller) {
    environment.mark().runs(caller);
  }

  @Override
  public long changes() {
    return changes;
  }

  @Override
  public @Nullable RuntimeException failure() {
    return failure;
  }

  @Override
  public long commit() {
    closeCursors();
    long made = version + 1;
    try {
      new ChangeLog(environment.changes()).append(this, made, everything ? null : changedKeys);
      closeCursors();
      if (stored > 0) {
        DeletionRoom.keep(this, stored);
      }
      environment.files().look();
      committing = true;
      txn.commit();
    } catch (LmdbException e) {
      throw failed(e);
    } finally {
      end();
    }
    return made;
  }

  /**
   * Compares versions: as long as LMDB has not committed, this thread holds its lock, and no other
   * process can commit.
   */
  @Override
  public boolean mayBeCommitted() {
    return committing && environment.version() != version;
  }

  @Override
  public void abort() {
    if (!ended) {
      try {
        closeCursors();
      } finally {
        end();
      }
    }
  }

  private void end() {
    ended = true;
    environment.mark().release();
    txn.close(); // aborts what was not committed
    environment.writes().ended();
  }
}
