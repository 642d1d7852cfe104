package dev.cairn.internal.lmdb;

import dev.cairn.StorageException;
import dev.cairn.internal.engine.Cursor;
import dev.cairn.internal.engine.Range;
import dev.cairn.internal.engine.ValueBuffer;
import dev.cairn.internal.engine.View.Order;
import dev.cairn.internal.lmdb.env.NativeBytes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Dbi;
import org.lmdbjava.GetOp;
import org.lmdbjava.LmdbException;

/**
 * Iterates over a range of keys with an LMDB cursor, even while the transaction changes the store.
 *
 * <p>A change of the database ends LMDB's cursor; the walk goes on with a new one behind the key
 * that it had come to. (LMDB would adjust the old one, but a key that is deleted and stored again
 * can then be met twice.)
 */
final class LmdbCursor implements Cursor {
  private final LmdbView view;
  private final Dbi<NativeBytes> database;
  private final Range range;
  private final Order order;

  /** LMDB's cursor at the current entry, or null if its place must be found anew. */
  private org.lmdbjava.@Nullable Cursor<NativeBytes> cursor;

  /** The key of the current entry, or null before the first and after the last one. */
  private byte @Nullable [] key;

  /** The value of the current entry, if what LMDB's cursor pointed to may be gone. */
  private byte @Nullable [] value;

  private boolean closed;

  /** The neighbours in the view's {@link OpenCursors}, which alone sets them. */
  @Nullable LmdbCursor previous;

  @Nullable LmdbCursor next;

  LmdbCursor(LmdbView view, Dbi<NativeBytes> database, Range range, Order order) {
    this.view = view;
    this.database = database;
    this.range = range;
    this.order = order;
  }

  @Override
  public boolean next() {
    return advance(null);
  }

  @Override
  public boolean next(ValueBuffer into) {
    return advance(into);
  }

  private boolean advance(@Nullable ValueBuffer into) {
    view.checkOpen(); // a walk that outlived its view must not look as if it had come to its end
    if (closed) {
      return false;
    }
    byte[] from = key;
    key = null;
    value = null;
    try {
      boolean found = move(from);
      org.lmdbjava.Cursor<NativeBytes> at = cursor;
      if (found && into != null && at != null) {
        at.val().copyTo(into);
      }
      view.checkRead();
      if (found) {
        return true;
      }
    } catch (LmdbException e) {
      throw view.failed(e);
    }
    close();
    return false;
  }

  private boolean move(byte @Nullable [] from) {
    org.lmdbjava.Cursor<NativeBytes> at = cursor;
    boolean found;
    if (at != null) {
      found = order == Order.ASCENDING ? at.next() : at.prev();
    } else {
      at = open();
      cursor = at;
      view.cursors.add(this);
      found = from == null ? start(at) : resume(at, from);
    }
    if (found) {
      byte[] to = at.key().toArray();
      found = inRange(to);
      key = found ? to : null;
    }
    return found;
  }

  /** Opens a cursor. With a full heap, lmdbjava may get none from LMDB and not say so. */
  private org.lmdbjava.Cursor<NativeBytes> open() {
    try {
      return database.openCursor(view.txn);
    } catch (NullPointerException e) {
      throw new StorageException("there is no memory for a cursor; give the JVM more", e);
    }
  }

  private boolean start(org.lmdbjava.Cursor<NativeBytes> at) {
    if (order == Order.ASCENDING) {
      return range.from().length == 0 ? at.first() : seek(at, range.from());
    }
    byte[] before = range.before();
    return before == null ? at.last() : before.length > 0 && seekBefore(at, before);
  }

  private boolean resume(org.lmdbjava.Cursor<NativeBytes> at, byte[] from) {
    if (order == Order.DESCENDING) {
      return seekBefore(at, from);
    }
    return seek(at, from) && (!Arrays.equals(at.key().toArray(), from) || at.next());
  }

  private boolean seek(org.lmdbjava.Cursor<NativeBytes> at, byte[] from) {
    return at.get(view.key.set(from), GetOp.MDB_SET_RANGE);
  }

  private boolean seekBefore(org.lmdbjava.Cursor<NativeBytes> at, byte[] before) {
    return seek(at, before) ? at.prev() : at.last();
  }

  private boolean inRange(byte[] found) {
    if (order == Order.DESCENDING) {
      return Arrays.compareUnsigned(found, range.from()) >= 0;
    }
    byte[] before = range.before();
    return before == null || Arrays.compareUnsigned(found, before) < 0;
  }

  @Override
  public byte[] key() {
    return current();
  }

  @Override
  public byte[] value() {
    current();
    org.lmdbjava.Cursor<NativeBytes> at = cursor;
    byte[] kept = value;
    if (at != null) {
      byte[] bytes = at.val().toArray();
      view.checkRead();
      return bytes;
    }
    return kept == null ? new byte[0] : kept.clone();
  }

  private byte[] current() {
    view.checkOpen();
    byte[] current = key;
    if (current == null) {
      throw new IllegalStateException("the cursor is at no entry: next() was not called, or false");
    }
    return current;
  }

  /** Lets go of where LMDB is, before a change moves or frees it. */
  void letGo() {
    org.lmdbjava.Cursor<NativeBytes> at = cursor;
    if (at != null) {
      value = key == null ? null : at.val().toArray();
      end(at);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      key = null;
      org.lmdbjava.Cursor<NativeBytes> at = cursor;
      if (at != null) {
        end(at);
      }
    }
  }

  private void end(org.lmdbjava.Cursor<NativeBytes> at) {
    cursor = null;
    view.cursors.remove(this);
    at.close();
  }
}
