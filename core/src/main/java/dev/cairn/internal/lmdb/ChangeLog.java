package dev.cairn.internal.lmdb;

import dev.cairn.internal.engine.Changes;
import dev.cairn.internal.engine.Changes.Change;
import dev.cairn.internal.engine.Range;
import dev.cairn.internal.engine.View.Order;
import dev.cairn.internal.lmdb.env.NativeBytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Dbi;
import org.lmdbjava.PutFlags;
import org.lmdbjava.Txn;

/**
 * Writes and reads the log of changed keys: for each commit a row that names the keys which it
 * changed. The row is written in the commit's own transaction.
 *
 * <p>The key is the version, 8 bytes, big-endian. The value is a CRC-32C of the rest (4 bytes), a
 * byte that says what follows, and then each key with its length before it (2 bytes). The log
 * reaches back {@link #KEPT} versions. A version without a row was committed by a program that is
 * not Cairn, and may have changed anything.
 */
final class ChangeLog {
  /**
   * The number of versions that the log reaches back: a reader further behind is better off
   * starting anew.
   */
  static final int KEPT = 1024;

  /** A commit with more bytes of keys than this is logged as "everything". */
  static final int MOST_BYTES = 64 << 10;

  /** Old rows go in groups of this many, so that not every commit has a page more to write. */
  private static final int TRIM = 64;

  private static final byte KEYS = 0;
  private static final byte EVERYTHING = 1;
  private static final int HEADER = Integer.BYTES + 1;

  private final Dbi<NativeBytes> database;

  ChangeLog(Dbi<NativeBytes> database) {
    this.database = database;
  }

  Dbi<NativeBytes> database() {
    return database;
  }

  /** Writes the row of the commit that {@code batch} becomes. */
  void append(LmdbBatch batch, long version, @Nullable List<byte[]> keys) {
    byte[] row = encode(keys);
    NativeBytes key = batch.key.set(key(version));
    try {
      database.put(batch.txn, key, batch.value.set(row), PutFlags.MDB_APPEND);
    } catch (Dbi.KeyExistsException e) {
      // The log is of another history: mdb_load, say, fills a store anew, whose versions begin at
      // 1.
      database.drop(batch.txn);
      database.put(batch.txn, key, batch.value.set(encode(null)), PutFlags.MDB_APPEND);
    }
    trim(batch.txn, batch, version);
  }

  private void trim(Txn<NativeBytes> txn, LmdbBatch batch, long version) {
    long oldest = version - KEPT;
    try (LmdbCursor cursor =
        batch.open(database, new Range(new byte[0], key(oldest)), Order.ASCENDING)) {
      if (!cursor.next() || version(cursor.key()) > oldest - TRIM) {
        return;
      }
    }
    List<byte[]> old = new ArrayList<>();
    try (LmdbCursor cursor =
        batch.open(database, new Range(new byte[0], key(oldest)), Order.ASCENDING)) {
      while (old.size() < 2 * TRIM && cursor.next()) {
        old.add(cursor.key());
      }
    }
    for (byte[] key : old) {
      database.delete(txn, batch.key.set(key));
    }
  }

  /** Tells what the versions after {@code since} changed, as {@code snapshot} shows them. */
  Changes since(LmdbView snapshot, long since) {
    long upTo = snapshot.version();
    if (since >= upTo) {
      return new Changes(since, upTo, false, List.of());
    }
    if (upTo - since > KEPT) {
      return everything(since, upTo);
    }
    List<Change> changes = new ArrayList<>();
    long expected = since + 1;
    try (LmdbCursor cursor =
        snapshot.open(database, new Range(key(expected), key(upTo + 1)), Order.ASCENDING)) {
      while (cursor.next()) {
        if (version(cursor.key()) != expected || !decode(expected, cursor.value(), changes)) {
          return everything(since, upTo);
        }
        expected++;
      }
    }
    return expected == upTo + 1
        ? new Changes(since, upTo, false, changes)
        : everything(since, upTo);
  }

  private static Changes everything(long since, long upTo) {
    return new Changes(since, upTo, true, List.of());
  }

  private static byte[] encode(@Nullable List<byte[]> keys) {
    int length = HEADER;
    if (keys != null) {
      for (byte[] key : keys) {
        length += Short.BYTES + key.length;
      }
    }
    if (keys == null || length > MOST_BYTES) {
      byte[] row = new byte[HEADER];
      row[Integer.BYTES] = EVERYTHING;
      return seal(row);
    }
    byte[] row = new byte[length];
    ByteBuffer out = ByteBuffer.wrap(row).position(Integer.BYTES).put(KEYS);
    for (byte[] key : keys) {
      out.putShort((short) key.length).put(key);
    }
    return seal(row);
  }

  private static byte[] seal(byte[] row) {
    ByteBuffer.wrap(row).putInt(checksum(row));
    return row;
  }

  private static int checksum(byte[] row) {
    CRC32C crc = new CRC32C();
    crc.update(row, Integer.BYTES, row.length - Integer.BYTES);
    return (int) crc.getValue();
  }

  /** Adds the changes of one row; false if it stands for everything, or is damaged. */
  static boolean decode(long version, byte[] bytes, List<Change> changes) {
    if (bytes.length < HEADER || ByteBuffer.wrap(bytes).getInt() != checksum(bytes)) {
      return false; // a damaged row may have lost any change
    }
    ByteBuffer row = ByteBuffer.wrap(bytes).position(Integer.BYTES);
    if (row.get() != KEYS) {
      return false;
    }
    while (row.hasRemaining()) {
      byte[] key = new byte[Short.toUnsignedInt(row.getShort())];
      row.get(key);
      changes.add(new Change(version, key));
    }
    return true;
  }

  /** Returns whether a row stands for everything, and is not damaged. */
  static boolean isEverything(byte[] bytes) {
    return bytes.length == HEADER
        && bytes[Integer.BYTES] == EVERYTHING
        && ByteBuffer.wrap(bytes).getInt() == checksum(bytes);
  }

  private static byte[] key(long version) {
    return ByteBuffer.allocate(Long.BYTES).putLong(version).array();
  }

  private static long version(byte[] key) {
    return ByteBuffer.wrap(key).getLong();
  }
}
