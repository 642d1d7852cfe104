package dev.cairn.internal.lmdb;

import static dev.cairn.internal.checks.Arguments.storePath;

import dev.cairn.StorageException;
import dev.cairn.StoreOpenException;
import dev.cairn.StoreOpenException.Reason;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.lmdb.files.OpenFailures;
import dev.cairn.internal.lmdb.files.StoreFiles;
import dev.cairn.internal.lmdb.files.StoreFormat;
import dev.cairn.internal.lmdb.pages.DataFile;
import dev.cairn.internal.lmdb.pages.FormatException;
import dev.cairn.internal.lmdb.pages.Meta;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens the data file of a store for reading page by page without LMDB, since some damage would
 * make LMDB end the JVM.
 *
 * <p>Confined to one thread at a time.
 */
public final class StorePages implements AutoCloseable {
  /** The name of the database of all rows and index entries. */
  public static final String DATA = StoreFormat.DATA;

  /** The name of the database of the change log. */
  public static final String CHANGES = StoreFormat.CHANGES;

  /** The databases of a store. */
  public static final List<String> DATABASES = StoreFormat.DATABASES;

  private final DataFile file;
  private final Meta meta;
  private final @Nullable Engine engine;
  private final @Nullable Snapshot snapshot;

  private StorePages(
      DataFile file, Meta meta, @Nullable Engine engine, @Nullable Snapshot snapshot) {
    this.file = file;
    this.meta = meta;
    this.engine = engine;
    this.snapshot = snapshot;
  }

  /**
   * Opens the pages of the last commit, without LMDB. Processes that write may take them for other
   * things; {@link DataFile#holds} tells whether they can have.
   *
   * @param directory the directory of the store
   * @return the pages
   * @throws StoreOpenException if there is no store, or nothing by which it could be told
   */
  public static StorePages open(Path directory) {
    DataFile file = openFile(storePath("directory", directory));
    return new StorePages(file, file.newest(), null, null);
  }

  /**
   * Opens the pages of the last commit, and keeps them as they are until this is closed, by a
   * snapshot of LMDB's.
   *
   * @param directory the directory of the store
   * @return the pages
   * @throws StoreOpenException if LMDB cannot open the store
   */
  public static StorePages pinned(Path directory) {
    Engine engine = OpenStores.openToLook(storePath("directory", directory));
    try {
      StorePages pages = null;
      while (pages == null) {
        pages = pin(directory, engine);
      }
      return pages;
    } catch (RuntimeException | Error e) {
      engine.close();
      throw e;
    }
  }

  /** Returns null if two commits went by since the snapshot began. */
  private static @Nullable StorePages pin(Path directory, Engine engine) {
    Snapshot snapshot = engine.snapshot();
    try {
      DataFile file = openFile(directory);
      // The snapshot keeps the pages of its version, but not the meta page that leads to them.
      for (Meta meta : file.metas()) {
        if (meta.transaction() == snapshot.version()) {
          return new StorePages(file, meta, engine, snapshot);
        }
      }
      close(file);
    } catch (RuntimeException | Error e) {
      snapshot.close();
      throw e;
    }
    snapshot.close();
    return null;
  }

  private static DataFile openFile(Path directory) {
    Path data = directory.resolve(StoreFiles.DATA);
    try {
      if (!StoreFiles.isThere(data)) {
        throw OpenFailures.missing(directory);
      }
      if (!Files.isRegularFile(data)) {
        throw new StoreOpenException(
            Reason.NOT_A_STORE, "%s is no regular file. Check the path".formatted(data));
      }
      return DataFile.openDamaged(data);
    } catch (FormatException e) {
      throw OpenFailures.refused(data, e);
    } catch (IOException e) {
      throw OpenFailures.refused(directory, e);
    }
  }

  private static void close(DataFile file) {
    try {
      file.close();
    } catch (IOException e) {
      throw new StorageException("the data file cannot be closed: " + e, e);
    }
  }

  /**
   * Returns the file.
   *
   * @return the file
   */
  public DataFile file() {
    return file;
  }

  /**
   * Returns the meta page of the commit.
   *
   * @return the meta page
   */
  public Meta meta() {
    return meta;
  }

  /**
   * Returns whether the pages stay as they are.
   *
   * @return false if processes that write may take them for other things
   */
  public boolean isPinned() {
    return snapshot != null;
  }

  /**
   * Tells the key of the row that names the store's format from all others.
   *
   * @param key a key
   * @return whether it is that row's
   */
  public static boolean isFormat(byte[] key) {
    return StoreFormat.isHeaderKey(key);
  }

  /**
   * Checks the row that names the store's format.
   *
   * @param value its value, or null if the store has no such row
   * @return the fault in it, or null
   */
  public static @Nullable String formatProblem(byte @Nullable [] value) {
    int format = StoreFormat.format(value);
    return value == null
        ? "the row that names the store's format is missing"
        : format < 1 || format > StoreFormat.FORMAT
            ? "it does not name a format that this version of Cairn reads"
            : null;
  }

  /**
   * Closes the file, and ends the snapshot that kept the pages.
   *
   * @throws StorageException if the snapshot could not keep them: a store that was on a read-only
   *     file system has been written to
   */
  @Override
  public void close() {
    try {
      endSnapshot();
    } finally {
      closeFiles();
    }
  }

  private void endSnapshot() {
    if (snapshot != null) {
      try (Snapshot held = snapshot) {
        byte @Nullable [] unused = held.get(StoreFormat.headerKey()); // fails as any read would
      }
    }
  }

  private void closeFiles() {
    try {
      if (engine != null) {
        engine.close();
      }
    } finally {
      close(file);
    }
  }
}
