package dev.cairn.internal.lmdb;

import dev.cairn.internal.engine.Cursor;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.Range;
import dev.cairn.internal.engine.View;
import dev.cairn.internal.lmdb.env.Environment;
import dev.cairn.internal.lmdb.env.NativeBytes;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Dbi;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Txn;

/** Reads the store in one LMDB transaction; the base class of snapshots and batches. */
abstract class LmdbView implements View {
  final Environment environment;
  final Txn<NativeBytes> txn;
  final NativeBytes key;
  final OpenCursors cursors;

  /**
   * Takes what it needs over, and no memory: nobody would end the transaction if there were none.
   */
  LmdbView(Environment environment, OpenCursors cursors, Txn<NativeBytes> txn, NativeBytes key) {
    this.environment = environment;
    this.cursors = cursors;
    this.txn = txn;
    this.key = key;
  }

  /** Throws unless this view may still be used. */
  abstract void checkOpen();

  @Override
  public byte @Nullable [] get(byte[] keyBytes) {
    checkOpen();
    NativeBytes found = find(environment.data(), keyBytes);
    byte @Nullable [] value = found == null ? null : found.toArray();
    checkRead();
    return value;
  }

  /** Throws if what was read since the view began cannot be trusted; for views that others race. */
  void checkRead() {}

  /** Returns where the value is, valid until the next call on this view, or null. */
  final @Nullable NativeBytes find(Dbi<NativeBytes> database, byte[] keyBytes) {
    checkKey(keyBytes);
    try {
      return database.get(txn, key.set(keyBytes));
    } catch (LmdbException e) {
      throw failed(e);
    }
  }

  final void checkKey(byte[] keyBytes) {
    if (keyBytes.length == 0 || keyBytes.length > Engine.MAX_KEY_BYTES) {
      throw new IllegalArgumentException(
          "key of %d bytes; 1 to %d are allowed".formatted(keyBytes.length, Engine.MAX_KEY_BYTES));
    }
  }

  RuntimeException failed(LmdbException e) {
    return environment.failures().of(e);
  }

  @Override
  public Cursor scan(Range range, Order order) {
    checkOpen();
    return open(environment.data(), range, order);
  }

  final LmdbCursor open(Dbi<NativeBytes> database, Range range, Order order) {
    return new LmdbCursor(this, database, range, order);
  }

  /** Lets the cursors go of what they point to, before it is changed. */
  final void releaseCursors() {
    for (LmdbCursor open = cursors.first(); open != null; open = cursors.first()) {
      open.letGo();
    }
  }

  /** Closes the cursors, which must not outlive the transaction. */
  final void closeCursors() {
    for (LmdbCursor open = cursors.first(); open != null; open = cursors.first()) {
      open.close();
    }
  }
}
