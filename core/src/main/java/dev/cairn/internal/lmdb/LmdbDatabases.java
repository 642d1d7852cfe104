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
import dev.cairn.internal.lmdb.pages.DataFile;
import dev.cairn.internal.lmdb.pages.FormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.lmdbjava.Dbi;

/** Reads the two LMDB databases of a store as raw entries, as LMDB's own tools show them. */
public final class LmdbDatabases {
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
   * Returns the number of entries of the database that holds all but the change log.
   *
   * @return the number
   */
  public long dataEntries() {
    snapshot.checkOpen();
    return database(StoreFormat.DATA).stat(snapshot.txn).entries;
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
   * Returns the size of the map that the data file itself names: the size of a program's map that
   * opens the store without giving one.
   *
   * @return the number of bytes
   */
  public long mapBytes() {
    Path store = snapshot.environment.store();
    try (DataFile file = DataFile.openDamaged(store.resolve(StoreFiles.DATA))) {
      return file.newest().mapBytes();
    } catch (IOException | FormatException e) {
      throw new StorageException("the data file of %s cannot be read: %s".formatted(store, e), e);
    }
  }
}
