package dev.cairn.internal.lmdb.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory that belongs to one process, and that other processes recognize as a leftover once
 * that process has ended. A lock on a file in it, which the kernel drops when the process ends,
 * tells the directory from a leftover.
 *
 * <p>POSIX drops all locks that a process has on a file when any of its channels to that file is
 * closed, so this JVM must not open the lock file of a directory of its own to look at it. A {@link
 * ClaimedFile claim} on the directory tells its own from others, whichever class loader made them.
 */
public final class OwnedDirectory {
  private static final String OWNER = "owner.lock";
  private static final String CONTENT = "store";
  private static final int UUID_LENGTH = 36;

  /** The limit on removals of a directory that is still written to; the next process goes on. */
  private static final int REMOVALS = 100;

  private final Path path;
  private final FileChannel owner;
  private final ClaimedFile claim;

  private OwnedDirectory(Path path, FileChannel owner, ClaimedFile claim) {
    this.path = path;
    this.owner = owner;
    this.claim = claim;
  }

  /**
   * Makes a directory, for its owner only.
   *
   * @param path a real path that no other process makes: it ends in a UUID
   * @return the directory, or null if another process took it for a leftover, so that there is none
   */
  public static @Nullable OwnedDirectory make(Path path) throws IOException {
    Files.createDirectory(path, FileCreation.privateDirectory(path));
    ClaimedFile claim = null;
    FileChannel owner = null;
    try {
      claim = claim(path);
      owner = claim == null ? null : lock(path.resolve(OWNER));
      return owner == null || claim == null ? null : new OwnedDirectory(path, owner, claim);
    } finally {
      if (owner == null) {
        removeTree(path);
        if (claim != null) {
          claim.close();
        }
      }
    }
  }

  /** Claims a directory in this JVM; null if it is gone, or claimed. */
  private static @Nullable ClaimedFile claim(Path directory) throws IOException {
    try {
      return ClaimedFile.of(directory);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Makes the file and locks it; null if another process removes it all. */
  private static @Nullable FileChannel lock(Path file) throws IOException {
    FileChannel channel;
    try {
      channel =
          FileChannel.open(
              file,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              FileCreation.privateFile(file));
    } catch (NoSuchFileException e) {
      return null;
    }
    boolean locked = false;
    try {
      locked = channel.tryLock() != null && Files.exists(file);
    } catch (OverlappingFileLockException e) {
      // An earlier version, in another class loader, looks at it: as if another process did.
    } finally {
      if (!locked) {
        channel.close();
      }
    }
    return locked ? channel : null;
  }

  /** Returns where something can be: nothing is there yet. */
  public Path content() {
    return path.resolve(CONTENT);
  }

  /** Removes it, whatever is in it. */
  public void remove() throws IOException {
    try {
      removeTree(path);
    } finally {
      owner.close();
      claim.close();
    }
  }

  /**
   * Removes what killed processes left.
   *
   * @param container a real path
   * @param prefix the beginning of the names, before the UUID
   * @return whether there is one whose process lives, this one or another
   */
  public static boolean removeLeftovers(Path container, String prefix) {
    return removeLeftovers(container, prefix, path -> true);
  }

  /**
   * Removes what killed processes left.
   *
   * @param container a real path
   * @param prefix the beginning of the names, before the UUID
   * @param which tells which of the directories of such a name to look at
   * @return whether there is one whose process lives, this one or another
   */
  public static boolean removeLeftovers(Path container, String prefix, Predicate<Path> which) {
    boolean inUse = false;
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(
            container,
            path -> {
              String name = path.getFileName().toString();
              return name.startsWith(prefix)
                  && name.length() == prefix.length() + UUID_LENGTH
                  && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) // links are not made here
                  && which.test(path);
            })) {
      for (Path each : all) {
        inUse |= !removeIfLeft(each);
      }
    } catch (IOException | DirectoryIteratorException e) {
      log().debug("{}: leftovers of {} stay", container, prefix, e); // they do no harm
    }
    return inUse;
  }

  /** Returns false if its process lives. */
  private static boolean removeIfLeft(Path staging) {
    try (ClaimedFile claim = ClaimedFile.of(staging)) {
      return claim != null && removeUnlessOwned(staging);
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      log().debug("leftovers stay in {}", staging, e);
      return true;
    }
  }

  /** Returns false if its process, which is another one, lives. */
  private static boolean removeUnlessOwned(Path staging) throws IOException {
    boolean filled = Files.exists(staging.resolve(CONTENT));
    try (FileChannel channel =
        FileChannel.open(
            staging.resolve(OWNER), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      if (channel.tryLock() == null) {
        return false;
      }
      removeTree(staging);
    } catch (OverlappingFileLockException e) {
      return false; // locked in this JVM without a claim, as an earlier version did
    } catch (NoSuchFileException e) {
      if (filled) { // the lock is made before the content: another process removed it
        removeTree(staging);
      } else {
        Files.deleteIfExists(staging); // perhaps one that is just being made, and made anew then
      }
    }
    return true;
  }

  /** The lock file goes last: as long as it is there, no other process removes anything. */
  private static void removeTree(Path staging) throws IOException {
    for (int removals = 1; ; removals++) {
      try {
        removeFiles(staging.resolve(CONTENT));
        Files.deleteIfExists(staging.resolve(OWNER));
        Files.deleteIfExists(staging);
        return;
      } catch (DirectoryNotEmptyException e) {
        if (removals == REMOVALS) { // at the end of the JVM others still write
          throw e;
        }
      }
    }
  }

  private static void removeFiles(Path directory) throws IOException {
    if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
        for (Path file : files) {
          Files.deleteIfExists(file);
        }
      }
    }
    Files.deleteIfExists(directory);
  }

  private static Logger log() {
    return LoggerFactory.getLogger(OwnedDirectory.class);
  }
}
