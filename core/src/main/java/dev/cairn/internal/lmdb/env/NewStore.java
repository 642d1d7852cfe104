package dev.cairn.internal.lmdb.env;

import dev.cairn.Durability;
import dev.cairn.internal.lmdb.files.FileCreation;
import dev.cairn.internal.lmdb.files.StoreFiles;
import dev.cairn.internal.lmdb.files.StoreFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.Txn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the files of an empty store. Each is finished beside its place and then linked into it,
 * so that no process finds an unfinished one, and of several that create the same store one wins.
 */
public final class NewStore {

  /** The options of the environment that fills an empty store. */
  private static final LmdbOptions CREATING = new LmdbOptions(false, Durability.SYNC, 1 << 20, 2);

  private static final Duration LEFTOVER_AGE = Duration.ofMinutes(10);

  /** The most reader slots whose blocks are written in advance; more are never in use at once. */
  private static final int MOST_READERS = 1 << 16;

  private NewStore() {}

  /**
   * Creates the store, and the directories that lead to it.
   *
   * <p>A process that finds the data file may use it at once, and must not lose a commit because
   * the power fails and a name above it is gone. So the names that lead to the directory are on
   * disk before the file is linked into it, and every process that finds the file calls {@link
   * FileCreation#forceNames}.
   */
  static void create(Path directory) throws IOException {
    requirePlace(directory);
    Files.createDirectories(directory, FileCreation.privateDirectory(directory));
    FileCreation.forceNamesUp(directory.toAbsolutePath().getParent());
    Path building = directory.resolve(StoreFiles.UNFINISHED + UUID.randomUUID());
    try {
      build(building);
      boolean unused = place(building, directory);
    } finally {
      removeBuilding(building);
    }
    FileCreation.forceNames(directory);
  }

  /** Refuses a directory that is on a network file system, or holds other files than a store's. */
  public static void requirePlace(Path directory) throws IOException {
    StoreFiles.refuseNetwork(FileCreation.existing(directory));
    if (Files.exists(directory)) {
      StoreFiles.refuseStrangers(directory);
    }
  }

  /** Makes a directory with the files of an empty store. */
  public static void build(Path building) throws IOException {
    Files.createDirectory(building, FileCreation.privateDirectory(building));
    FileCreation.writeZeros(building.resolve(StoreFiles.LOCK), lockBytes(CREATING.maxReaders()));
    MemoryMap map = new MemoryMap();
    try (Env<NativeBytes> env = NativeEnvironment.open(building, CREATING, map);
        Txn<NativeBytes> txn = env.txnWrite()) {
      env.openDbi(txn, name(StoreFormat.CHANGES), null, false, DbiFlags.MDB_CREATE);
      Dbi<NativeBytes> data =
          env.openDbi(txn, name(StoreFormat.DATA), null, false, DbiFlags.MDB_CREATE);
      NativeBytes key = new NativeBytes(map, 0).set(StoreFormat.headerKey());
      data.put(txn, key, new NativeBytes(map, 0).set(StoreFormat.header()));
      txn.commit();
    }
  }

  private static byte[] name(String database) {
    return database.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Puts the data file of a finished store into another directory.
   *
   * @return false if there is a store already, which stays as it is
   */
  public static boolean place(Path building, Path directory) throws IOException {
    return FileCreation.place(
        building.resolve(StoreFiles.DATA), directory.resolve(StoreFiles.DATA));
  }

  /** Removes a directory made by {@link #build}, or a single unfinished file. */
  public static void removeBuilding(Path building) throws IOException {
    if (Files.isDirectory(building, LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(building.resolve(StoreFiles.DATA));
      Files.deleteIfExists(building.resolve(StoreFiles.LOCK));
    }
    Files.deleteIfExists(building);
  }

  /**
   * Makes the lock file with all its blocks, if there is none. LMDB would only set its size, and if
   * the disk is full when a block is first written through the map, that ends the JVM.
   */
  static void layOutLock(Path directory, int maxReaders) throws IOException {
    Path lock = directory.resolve(StoreFiles.LOCK);
    if (StoreFiles.isThere(lock) || !Files.isWritable(directory)) {
      return; // LMDB reports by itself that it cannot make the file
    }
    Path finished = directory.resolve(StoreFiles.UNFINISHED + UUID.randomUUID());
    try {
      FileCreation.writeZeros(finished, lockBytes(maxReaders));
      boolean unused = FileCreation.place(finished, lock); // a faster process's file is as good
    } finally {
      Files.deleteIfExists(finished);
    }
  }

  /**
   * Returns the size of LMDB's lock file on x86-64: two lines of 64 bytes, and one for each reader.
   */
  private static int lockBytes(int maxReaders) {
    return 64 * (2 + Math.min(maxReaders, MOST_READERS));
  }

  /** Removes the leftovers of processes that were killed while they created the store. */
  static void removeLeftovers(Path directory) {
    FileTime old = FileTime.from(Instant.now().minus(LEFTOVER_AGE));
    try (DirectoryStream<Path> leftovers =
        Files.newDirectoryStream(directory, StoreFiles.UNFINISHED + "*")) {
      for (Path leftover : leftovers) {
        if (Files.getLastModifiedTime(leftover, LinkOption.NOFOLLOW_LINKS).compareTo(old) < 0) {
          removeBuilding(leftover);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      log().debug("store {}: leftovers of its creation stay", directory, e); // they do no harm
    }
  }

  private static Logger log() {
    return LoggerFactory.getLogger(NewStore.class);
  }
}
