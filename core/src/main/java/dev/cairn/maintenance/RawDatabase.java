package dev.cairn.maintenance;

import dev.cairn.internal.lmdb.LmdbDatabases;

/**
 * One LMDB database of a store, entry by entry, as LMDB's own tools show it.
 *
 * <p>It comes from {@link StoreContents#databases()} and ends with those contents. Confined to one
 * thread at a time.
 */
public final class RawDatabase {
  private final LmdbDatabases databases;
  private final String name;

  RawDatabase(LmdbDatabases databases, String name) {
    this.databases = databases;
    this.name = name;
  }

  /**
   * Returns the name of the database.
   *
   * @return {@code changes} for the log of changes, {@code data} for all else
   */
  public String name() {
    return name;
  }

  /**
   * Counts the entries, which costs the same for any number of them.
   *
   * @return the number of entries
   */
  public long entries() {
    return databases.entries(name);
  }

  /**
   * Returns the size of a page of the store.
   *
   * @return the number of bytes
   */
  public int pageBytes() {
    return databases.pageBytes();
  }

  /**
   * Returns the number of readers that the lock file of the store has room for.
   *
   * @return the number
   */
  public int maxReaders() {
    return databases.maxReaders();
  }

  /**
   * Returns the size of the map that the data file names: a program gets it that opens the store
   * without a size of its own.
   *
   * @return the number of bytes
   * @throws dev.cairn.StorageException if the data file cannot be read
   */
  public long mapBytes() {
    return databases.mapBytes();
  }

  /**
   * Reads all entries in the order of their keys.
   *
   * @return a cursor before the first entry, which the caller closes
   */
  public RawCursor scan() {
    return new RawCursor(databases.scan(name));
  }
}
