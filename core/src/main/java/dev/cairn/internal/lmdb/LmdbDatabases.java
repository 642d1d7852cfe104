package dev.cairn.internal.lmdb;

import dev.cairn.StorageException;
import dev.cairn.internal.engine.Cursor;
import dev.cairn.internal.engine.Range;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.engine.View;
import dev.cairn.internal.lmdb.env.Environment;
import dev.cairn.internal.lmdb.env.NativeBytes;
import dev.cairn.internal.lmdb.files.StoreFiles;
import dev.cairn.internal.lmdb.files.StoreFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.lmdbjava.Dbi;

/** The two LMDB databases under a snapshot, as LMDB's own tools show them. */
public final class LmdbDatabases {
  /** Where a meta page (mdb.c, MDB_meta behind a page header) says how large the map is. */
  private static final int MAP_BYTES_AT = 16 + 16;

  private static final int PAGE_BYTES_AT = 16 + 24;
  private static final int TRANSACTION_AT = 16 + 24 + 2 * 48 + 8;
  private static final int META_BYTES = TRANSACTION_AT + 8;

  private final LmdbSnapshot snapshot;

  private LmdbDatabases(LmdbSnapshot snapshot) {
    this.snapshot = snapshot;
  }

  /**
   * Returns what is under a snapshot of an {@link LmdbEngine}.
   *
   * @param snapshot the snapshot
   * @return the databases, valid as long as the snapshot
   */
  public static LmdbDatabases under(Snapshot snapshot) {
    return new LmdbDatabases((LmdbSnapshot) snapshot);
  }

  /**
   * Returns the names of the databases.
   *
   * @return the names in LMDB's order
   */
  public List<String> names() {
    return List.of(StoreFormat.CHANGES, StoreFormat.DATA);
  }

  private Dbi<NativeBytes> database(String name) {
    Environment environment = snapshot.environment;
    return switch (name) {
      case StoreFormat.CHANGES -> environment.changes();
      case StoreFormat.DATA -> environment.data();
      default -> throw new IllegalArgumentException("there is no database '" + name + "'");
    };
  }

  /**
   * Walks over a whole database.
   *
   * @param name its name
   * @return a cursor before the first entry; valid until the snapshot ends
   */
  public Cursor scan(String name) {
    snapshot.checkOpen();
    return snapshot.open(database(name), new Range(new byte[0], null), View.Order.ASCENDING);
  }

  /**
   * Returns how many entries a database has.
   *
   * @param name its name
   * @return the number
   */
  public long entries(String name) {
    snapshot.checkOpen();
    return database(name).stat(snapshot.txn).entries;
  }

  /**
   * Returns the size of a page.
   *
   * @return the number of bytes
   */
  public int pageBytes() {
    snapshot.checkOpen();
    return database(StoreFormat.DATA).stat(snapshot.txn).pageSize;
  }

  /**
   * Returns how many readers the lock file has room for.
   *
   * @return the number
   */
  public int maxReaders() {
    return snapshot.environment.info().maxReaders;
  }

  /**
   * Returns the size of the map that the data file itself names: what a program gets that opens it
   * without saying one.
   *
   * @return the number of bytes
   */
  public long mapBytes() {
    try (FileChannel file =
        FileChannel.open(
            snapshot.environment.store().resolve(StoreFiles.DATA), StandardOpenOption.READ)) {
      ByteBuffer zero = meta(file, 0);
      ByteBuffer one = meta(file, zero.getInt(PAGE_BYTES_AT));
      boolean newer = one.getLong(TRANSACTION_AT) > zero.getLong(TRANSACTION_AT);
      return (newer ? one : zero).getLong(MAP_BYTES_AT);
    } catch (IOException e) {
      throw new StorageException(
          "the data file of %s cannot be read: %s".formatted(snapshot.environment.store(), e), e);
    }
  }

  private static ByteBuffer meta(FileChannel file, long position) throws IOException {
    ByteBuffer page = ByteBuffer.allocate(META_BYTES).order(ByteOrder.nativeOrder());
    while (page.hasRemaining() && file.read(page, position + page.position()) >= 0) {
      // until it is full, or the file ends
    }
    return page;
  }
}
