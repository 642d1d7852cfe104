package dev.cairn.internal.lmdb.readers;

import dev.cairn.internal.lmdb.env.NativeBytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Txn;

/**
 * A reusable LMDB read transaction, used by one thread at a time, with its slot in LMDB's table of
 * readers.
 */
public final class Reader {
  public final Txn<NativeBytes> txn;
  public final NativeBytes key;

  /** True if the transaction is active: it need not be renewed to be read with. */
  boolean begun;

  /** The version that the transaction shows, from being taken until being given back. */
  public long version;

  private static final VarHandle OWNER;
  private static final VarHandle USES;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      OWNER = lookup.findVarHandle(Reader.class, "owner", Thread.class);
      USES = lookup.findVarHandle(Reader.class, "uses", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The thread that reads now, or null; set by that thread, read by others for diagnosis. */
  public volatile @Nullable Thread owner;

  /** Counts the takings: the same number twice, with an owner, is a long snapshot. */
  public volatile long uses;

  /** True if an Error kept its owner from giving it back; it is not read with any more. */
  public volatile boolean lost;

  /**
   * Notes that the calling thread reads now. For diagnosis only: that it becomes visible soon is
   * enough, and a volatile write would take as long as a sixth of what LMDB does for a small read.
   */
  void taken() {
    USES.setOpaque(this, (long) USES.getOpaque(this) + 1);
    OWNER.setOpaque(this, Thread.currentThread());
  }

  /** Notes that no thread reads now. */
  void givenBack() {
    OWNER.setOpaque(this, null);
  }

  Reader(Txn<NativeBytes> txn, NativeBytes key) {
    this.txn = txn;
    this.key = key;
    this.begun = true;
  }

  /**
   * Ends the transaction in whatever state it is. lmdbjava frees the slot of an active one only, so
   * it is renewed first; and where an Error came between LMDB and what lmdbjava notes of it,
   * resetting brings both together again.
   */
  void end() {
    try {
      if (!renewed()) {
        txn.reset();
        boolean unused = renewed();
      }
    } catch (LmdbException e) {
      // It has ended already.
    }
    txn.close();
  }

  private boolean renewed() {
    try {
      txn.renew();
      return true;
    } catch (LmdbException e) {
      // It is active; or LMDB has disabled the environment, or outgrown its map: closing it then
      // frees the slot.
      return false;
    }
  }
}
