package dev.cairn.internal.lmdb;

import static dev.cairn.internal.checks.Arguments.storePath;

import dev.cairn.StorageException;
import dev.cairn.StoreOpenException;
import dev.cairn.internal.engine.Batch;
import dev.cairn.internal.engine.Range;
import dev.cairn.internal.engine.View;
import dev.cairn.internal.lmdb.env.Environment;
import dev.cairn.internal.lmdb.env.LmdbOpenFailures;
import dev.cairn.internal.lmdb.env.NativeBytes;
import dev.cairn.internal.lmdb.env.NewStore;
import dev.cairn.internal.lmdb.files.OpenFailures;
import dev.cairn.internal.lmdb.files.StagingDirectory;
import dev.cairn.internal.lmdb.files.StoreFiles;
import dev.cairn.internal.lmdb.files.StoreFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.lmdbjava.LmdbException;

/**
 * Builds a new store in a subdirectory of its destination, which may already hold a store. Commits
 * are not synced, and no process sees the store until it is complete.
 *
 * <p>Confined to one thread.
 */
public final class StagedStore implements AutoCloseable {
  /** After so many bytes there is a commit, so that not all pages are held in memory. */
  private static final long BATCH_BYTES = 16 << 20;

  private final Path directory;
  private final StagingDirectory staging;
  private final Environment environment;
  private final NativeBytes key;
  private final NativeBytes value;
  private LmdbBatch batch;
  private long batchBytes;
  private byte[] lastKey = StoreFormat.headerKey();
  private boolean filled;

  private StagedStore(Path directory, StagingDirectory staging, long mapBytes) throws IOException {
    this.directory = directory;
    this.staging = staging;
    NewStore.build(path());
    this.environment = Environment.openToFill(path(), directory, mapBytes);
    boolean begun = false;
    try {
      this.key = environment.buffer();
      this.value = environment.buffer();
      this.batch = new LmdbBatch(environment, key, value);
      begun = true;
    } finally {
      if (!begun) {
        environment.close();
      }
    }
  }

  /**
   * Begins an empty store.
   *
   * @param directory the directory that it is for; made if need be, for its owner only
   * @param mapBytes the size that its data file cannot outgrow while it is filled
   * @return the store; the caller closes it
   * @throws StoreOpenException if there can be no store; nothing was changed
   */
  public static StagedStore in(Path directory, long mapBytes) {
    storePath("directory", directory);
    StoreFiles.requireDirectory(directory);
    try {
      if (!isAt(directory)) {
        NewStore.requirePlace(directory);
      }
      return begin(directory, StagingDirectory.in(directory, StoreFiles.RESTORING), mapBytes);
    } catch (IOException | LmdbException e) {
      throw LmdbOpenFailures.refused(directory, e);
    }
  }

  private static StagedStore begin(Path directory, StagingDirectory staging, long mapBytes)
      throws IOException {
    boolean begun = false;
    try {
      StagedStore store = new StagedStore(directory, staging, mapBytes);
      begun = true;
      return store;
    } finally {
      if (!begun) {
        staging.close();
      }
    }
  }

  /**
   * Tells whether a directory holds a store.
   *
   * @param directory the directory, which need not be there
   * @return whether there is a data file, sound or not
   * @throws StoreOpenException if it may not be seen
   */
  public static boolean isAt(Path directory) {
    try {
      return StoreFiles.isThere(directory.resolve(StoreFiles.DATA));
    } catch (IOException e) {
      throw OpenFailures.refused(directory, e);
    }
  }

  /** Returns the batch at work, to read and to write what is not merely appended. */
  public Batch batch() {
    return batch;
  }

  /**
   * Adds a value, quickest where its key is behind every other one.
   *
   * @param keyBytes the key, 1 to 511 bytes; kept
   * @param valueBytes the value; not kept
   * @return false if the key has a value already, which stays as it is
   * @throws dev.cairn.StoreFullException if the disk is full
   */
  public boolean add(byte[] keyBytes, byte[] valueBytes) {
    boolean last = Arrays.compareUnsigned(keyBytes, lastKey) > 0;
    if (!batch.add(keyBytes, valueBytes, last)) {
      return false;
    }
    if (last) {
      lastKey = keyBytes;
    }
    batchBytes += keyBytes.length + valueBytes.length;
    if (batchBytes > BATCH_BYTES) {
      commit();
      batch = new LmdbBatch(environment, key, value);
    }
    return true;
  }

  /** Must be called after writes to {@link #batch()}: what is the last key is then found anew. */
  public void written() {
    try (LmdbCursor cursor =
        batch.open(environment.data(), new Range(new byte[0], null), View.Order.DESCENDING)) {
      lastKey = cursor.next() ? cursor.key() : StoreFormat.headerKey();
    }
  }

  private void commit() {
    batch.logEverything(); // no reader has seen this store yet
    long unused = batch.commit();
    batchBytes = 0;
  }

  /**
   * Ends the filling, and waits until everything is on disk.
   *
   * @throws dev.cairn.StoreFullException if the disk is full
   */
  public void finish() {
    if (batch.changes() > 0) {
      commit();
    }
    batch.abort();
    environment.sync();
    environment.close();
    filled = true;
  }

  /**
   * Makes it the store of the directory that it is for, unless there is one.
   *
   * @return false if there is one, which stays as it is
   */
  public boolean place() {
    try {
      return staging.place(store -> NewStore.place(store, directory));
    } catch (IOException e) {
      throw new StorageException(
          "the new store cannot be put in place at %s: %s".formatted(directory, e), e);
    }
  }

  /**
   * Returns where the store is while it is staged, to read from it once it is finished.
   *
   * @return its directory
   */
  public Path path() {
    return staging.content();
  }

  /** Removes the staged files; what was placed stays. */
  @Override
  public void close() {
    try {
      if (!filled) {
        filled = true;
        batch.abort();
        environment.close();
      }
    } finally {
      staging.close();
    }
  }
}
