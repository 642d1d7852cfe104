package dev.cairn.maintenance;

import dev.cairn.StorageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory that is built under another name beside its place, and moved there when it is whole.
 * Closing removes what was not, and so does the end of the JVM.
 *
 * <p>A lock on a file beside it says that somebody is at work: what is there without it was left by
 * a process that was killed.
 */
final class Staging implements AutoCloseable {
  private static final String BUILDING = ".building";
  private static final String LOCK = ".building.lock";

  private static final FileAttribute<?>[] OWNER_ONLY = {
    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
  };

  private final Path target;
  private final Path path;
  private final Path lockFile;
  private final FileChannel lock;
  private final Thread onExit = new Thread(this::remove, "cairn-staging");
  private boolean ended;

  private Staging(Path target, FileChannel lock) {
    this.target = target;
    this.path = beside(target, BUILDING);
    this.lockFile = beside(target, LOCK);
    this.lock = lock;
  }

  private static Path beside(Path target, String ending) {
    return target.resolveSibling("." + target.getFileName() + ending);
  }

  /**
   * Makes room for what will be at {@code target}, and removes what a killed process left of it.
   *
   * @param target an absolute path at which there is nothing
   * @throws StorageException if another process, or thread, is at it
   */
  static Staging at(Path target) throws IOException {
    Path parent = Objects.requireNonNull(target.getParent());
    boolean posix = parent.getFileSystem().supportedFileAttributeViews().contains("posix");
    Files.createDirectories(parent, posix ? OWNER_ONLY : new FileAttribute<?>[0]);
    Staging staging = new Staging(target, lock(beside(target, LOCK)));
    try {
      deleteTree(staging.path);
      Runtime.getRuntime().addShutdownHook(staging.onExit);
      return staging;
    } catch (IOException | RuntimeException e) {
      staging.remove();
      throw e;
    }
  }

  /** Locks a file, which its last holder may remove between its being opened and locked here. */
  private static FileChannel lock(Path file) throws IOException {
    while (true) {
      Object there = identity(file);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!tryLock(channel)) {
        channel.close();
        throw new StorageException(
            "%s is locked: another copy to the same place is under way. Wait for it, or choose another place"
                .formatted(file));
      }
      if (there != null && there.equals(identity(file))) {
        return channel;
      }
      channel.close();
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock held = channel.tryLock();
      return held != null;
    } catch (OverlappingFileLockException e) {
      return false; // of this JVM
    }
  }

  /** Returns what tells a file from others that had its name, or null if there is none. */
  private static @Nullable Object identity(Path file) throws IOException {
    try {
      Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      return key == null ? file : key;
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Returns where to build: nothing is there yet. */
  Path path() {
    return path;
  }

  /**
   * Moves what was built into its place.
   *
   * @throws IOException if there is something, or the JVM is ending
   */
  synchronized void putInPlace() throws IOException {
    if (ended) {
      throw new IOException("the program is ending");
    }
    if (Files.exists(target)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel parent = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
      parent.force(true);
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(onExit);
    } catch (IllegalStateException e) {
      return; // the JVM is ending, and the hook does it
    }
    remove();
  }

  private synchronized void remove() {
    if (ended) {
      return;
    }
    ended = true;
    try {
      deleteTree(path);
      Files.deleteIfExists(lockFile); // as long as it is locked, so that nobody else's goes
      lock.close();
    } catch (IOException e) {
      // Disk trouble; the next copy to this place removes what is left.
    }
  }

  private static void deleteTree(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.deleteIfExists(directory);
      return;
    }
    List<Path> files;
    try (Stream<Path> walk = Files.walk(directory)) {
      files = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }
}
