package dev.cairn.internal.lmdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the files of a store: each is finished beside and then linked into place, so that no
 * process ever finds half of one, and of several that create the same one a single one wins.
 */
final class NewStore {
  private static final Logger LOG = LoggerFactory.getLogger(NewStore.class);

  /** How the names of unfinished files begin. */
  static final String PREFIX = ".new-";

  private static final Duration LEFTOVER_AGE = Duration.ofMinutes(10);

  /** For more readers than anyone has at once, blocks need not lie ready. */
  private static final int MOST_READERS = 1 << 16;

  private NewStore() {}

  /**
   * Creates the store, and the directories that lead to it.
   *
   * <p>Whoever finds the data file may use it at once, and must not be promised what is gone when
   * the power fails. So the names that lead to the directory are on disk before the file is linked
   * into it, and {@link #forceNames} is for everyone to call who has found it.
   */
  static void create(Path directory) throws IOException {
    requirePlace(directory);
    Files.createDirectories(directory, ownerOnly(directory, "rwx------"));
    forceNamesUp(directory.toAbsolutePath().getParent());
    Path building = directory.resolve(PREFIX + UUID.randomUUID());
    try {
      build(building);
      boolean unused = place(building, directory);
    } finally {
      removeBuilding(building);
    }
    forceNames(directory);
  }

  /** Refuses a directory that is on a network file system, or holds something else than a store. */
  static void requirePlace(Path directory) throws IOException {
    StoreFiles.refuseNetwork(existing(directory));
    if (Files.exists(directory)) {
      StoreFiles.refuseStrangers(directory);
    }
  }

  /** Returns the nearest directory on the way up that exists. */
  static Path existing(Path directory) {
    Path existing = directory.toAbsolutePath();
    while (existing.getParent() != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    return existing;
  }

  /** Makes a directory with the files of an empty store. */
  static void build(Path building) throws IOException {
    Files.createDirectory(building, ownerOnly(building, "rwx------"));
    writeZeros(building.resolve(StoreFiles.LOCK), lockBytes(Environment.CREATING.maxReaders()));
    Environment.create(building, StoreFormat.HEADER_KEY, StoreFormat.header());
  }

  /**
   * Puts the data file of a finished store into another directory.
   *
   * @return false if there is a store already, which stays as it is
   */
  static boolean place(Path building, Path directory) throws IOException {
    return placeFile(building.resolve(StoreFiles.DATA), directory.resolve(StoreFiles.DATA));
  }

  /** Puts a finished file in place, unless another process was faster. */
  private static boolean placeFile(Path finished, Path target) throws IOException {
    try {
      try {
        Files.createLink(target, finished);
      } catch (FileAlreadyExistsException e) {
        throw e;
      } catch (UnsupportedOperationException | FileSystemException e) {
        Files.move(finished, target); // a file system without hard links: looks first, then renames
      }
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  static void removeBuilding(Path building) throws IOException {
    if (Files.isDirectory(building, LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(building.resolve(StoreFiles.DATA));
      Files.deleteIfExists(building.resolve(StoreFiles.LOCK));
    }
    Files.deleteIfExists(building);
  }

  /** Makes the names in a directory durable: a commit syncs its file, and not what leads there. */
  static void forceNames(Path directory) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
          channel.force(true);
          return;
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted(); // and once more
        }
      }
    } catch (AccessDeniedException e) {
      // Others' directories, and on some systems any, may not be opened.
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Makes the names in a directory durable and those that lead to it, of which another process may
   * have made some just now.
   */
  static void forceNamesUp(@Nullable Path directory) throws IOException {
    for (Path path = directory; path != null; path = path.getParent()) {
      forceNames(path);
    }
  }

  /**
   * Makes the lock file with all its blocks, if there is none. LMDB would only set its size, and if
   * the disk is full when a block is first written through the map, that ends the JVM.
   */
  static void layOutLock(Path directory, int maxReaders) throws IOException {
    Path lock = directory.resolve(StoreFiles.LOCK);
    if (StoreFiles.isThere(lock) || !Files.isWritable(directory)) {
      return; // what LMDB makes of a directory without a lock file is its own exception
    }
    Path finished = directory.resolve(PREFIX + UUID.randomUUID());
    try {
      writeZeros(finished, lockBytes(maxReaders));
      boolean unused = placeFile(finished, lock); // that of a faster process is as good
    } finally {
      Files.deleteIfExists(finished);
    }
  }

  /**
   * The size of LMDB's lock file on x86-64: three lines of 64 bytes, and one for each more reader.
   */
  private static int lockBytes(int maxReaders) {
    return 64 * (2 + Math.min(maxReaders, MOST_READERS));
  }

  private static void writeZeros(Path file, int bytes) throws IOException {
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            ownerOnly(file, "rw-------"))) {
      ByteBuffer zeros = ByteBuffer.allocate(bytes);
      while (zeros.hasRemaining()) {
        channel.write(zeros);
      }
    }
  }

  /** Removes what a process left that was killed while it created the store. */
  static void removeLeftovers(Path directory) {
    FileTime old = FileTime.from(Instant.now().minus(LEFTOVER_AGE));
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(directory, PREFIX + "*")) {
      for (Path leftover : leftovers) {
        if (Files.getLastModifiedTime(leftover, LinkOption.NOFOLLOW_LINKS).compareTo(old) < 0) {
          removeBuilding(leftover);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.debug("store {}: leftovers of its creation stay", directory, e); // they do no harm
    }
  }

  /** Returns the attributes of a new file or directory that only its owner may use. */
  static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
