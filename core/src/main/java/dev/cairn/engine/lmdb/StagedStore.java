package dev.cairn.engine.lmdb;

import static dev.cairn.engine.Arguments.notNull;

import dev.cairn.StorageException;
import dev.cairn.StoreOpenException;
import dev.cairn.StoreOpenException.Reason;
import dev.cairn.engine.Batch;
import dev.cairn.engine.Range;
import dev.cairn.engine.View;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.LmdbException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A new store that is filled in a directory within the one that it is for, which may hold a store
 * or not: without syncing, and seen by nobody until it is whole.
 *
 * <p>A lock on a file in that directory tells whether the process that fills it lives; the next one
 * to fill a store there removes what a killed process left. Confined to one thread, but for {@link
 * #discard()}.
 */
public final class StagedStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StagedStore.class);

  /** How the names of the directories begin. */
  static final String PREFIX = ".restoring-";

  private static final String OWNER = "owner.lock";
  private static final String STORE = "store";

  /** After so many bytes there is a commit, so that not all pages are held in memory. */
  private static final long BATCH_BYTES = 16 << 20;

  /** What this JVM fills: to look whether their locks are held would drop these. */
  private static final Set<Path> MINE = ConcurrentHashMap.newKeySet();

  private final Path directory;

  /** The last directory on the way that was there before. */
  private final Path existing;

  private final Path staging;
  private final FileChannel owner;
  private final Environment environment;
  private final NativeBytes key;
  private final NativeBytes value;
  private LmdbBatch batch;
  private long batchBytes;
  private byte[] lastKey = StoreFiles.HEADER_KEY;
  private boolean filled;
  private boolean placed;

  private StagedStore(Path directory, Path existing, Path staging, FileChannel owner)
      throws IOException {
    this.directory = directory;
    this.existing = existing;
    this.staging = staging;
    this.owner = owner;
    NewStore.build(path());
    this.environment = Environment.openToFill(path(), directory);
    this.key = environment.buffer();
    this.value = environment.buffer();
    this.batch = new LmdbBatch(environment, key, value);
  }

  /**
   * Begins an empty store.
   *
   * @param directory the directory that it is for; made if need be, for its owner only
   * @return the store; the caller closes it
   * @throws StoreOpenException if there can be no store; nothing was changed
   */
  public static StagedStore in(Path directory) {
    notNull("directory", directory);
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new StoreOpenException(
          Reason.NOT_A_STORE,
          "%s is a file; a store is a directory. Give the path of a directory"
              .formatted(directory));
    }
    try {
      Path existing =
          exists(directory) ? directory.toAbsolutePath() : NewStore.makeDirectory(directory);
      removeLeftovers(directory);
      return begin(directory, existing);
    } catch (IOException | LmdbException e) {
      throw StoreFiles.refused(directory, e);
    }
  }

  private static StagedStore begin(Path directory, Path existing) throws IOException {
    while (true) {
      Path staging = directory.toRealPath().resolve(PREFIX + UUID.randomUUID());
      MINE.add(staging);
      Files.createDirectory(staging, NewStore.ownerOnly(staging, "rwx------"));
      FileChannel owner = null;
      boolean begun = false;
      try {
        owner = lock(staging);
        if (owner != null && Files.exists(staging.resolve(OWNER))) {
          StagedStore store = new StagedStore(directory, existing, staging, owner);
          begun = true;
          return store;
        } // else another process took it for a leftover
      } finally {
        if (!begun) {
          remove(staging, owner);
          removeEmpty(directory, existing);
        }
      }
    }
  }

  /** Tells whether a directory holds a store. */
  private static boolean exists(Path directory) throws IOException {
    return StoreFiles.isThere(directory.resolve(StoreFiles.DATA));
  }

  /** Takes the lock that says that somebody lives; null if another process has it. */
  private static @Nullable FileChannel lock(Path staging) throws IOException {
    FileChannel channel;
    try {
      channel =
          FileChannel.open(
              staging.resolve(OWNER), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      return null;
    }
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // This JVM's: as much as another's.
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    return lock == null ? null : channel;
  }

  /** Removes what killed processes left. */
  private static void removeLeftovers(Path directory) {
    try (DirectoryStream<Path> leftovers =
        Files.newDirectoryStream(directory.toRealPath(), PREFIX + "*")) {
      for (Path leftover : leftovers) {
        if (MINE.contains(leftover)) {
          continue;
        }
        try (FileChannel channel = lock(leftover)) {
          if (channel != null) {
            removeTree(leftover);
          }
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.debug("store {}: leftovers of a restore stay", directory, e); // they do no harm
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
      lastKey = cursor.next() ? cursor.key() : StoreFiles.HEADER_KEY;
    }
  }

  private void commit() {
    batch.logEverything(); // nobody has seen anything else of this store
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
      placed = NewStore.place(path(), directory);
      if (placed) {
        NewStore.forceDown(existing, directory.toAbsolutePath());
      }
      return placed;
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
    return staging.resolve(STORE);
  }

  /** Removes the staged files, by any thread at any time; what was placed stays. */
  public void discard() {
    try {
      remove(staging, null);
      if (!placed) {
        removeEmpty(directory, existing);
      }
    } catch (IOException e) {
      LOG.debug("store {}: leftovers of a restore stay", directory, e);
    }
  }

  @Override
  public void close() {
    if (!filled) {
      filled = true;
      batch.abort();
      environment.close();
    }
    discard();
    try {
      owner.close();
    } catch (IOException e) {
      LOG.debug("store {}: a lock file cannot be closed", directory, e);
    }
    MINE.remove(staging);
  }

  private static void remove(Path staging, @Nullable FileChannel owner) throws IOException {
    removeTree(staging);
    if (owner != null) {
      owner.close();
    }
  }

  /** The lock file goes last: as long as it is there, nobody else removes anything. */
  private static void removeTree(Path staging) throws IOException {
    Path store = staging.resolve(STORE);
    if (Files.isDirectory(store)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(store)) {
        for (Path file : files) {
          Files.deleteIfExists(file);
        }
      }
    }
    Files.deleteIfExists(store);
    Files.deleteIfExists(staging.resolve(OWNER));
    Files.deleteIfExists(staging);
  }

  /** Removes the directories that were made for a store which did not come to be. */
  private static void removeEmpty(Path directory, Path existing) throws IOException {
    Deque<Path> made = new ArrayDeque<>();
    for (Path path = directory.toAbsolutePath();
        path != null && !path.equals(existing);
        path = path.getParent()) {
      made.add(path);
    }
    for (Path path : made) {
      try {
        Files.deleteIfExists(path);
      } catch (DirectoryNotEmptyException e) {
        return; // somebody uses it
      }
    }
  }
}
