package dev.cairn.tools.dump;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file that is written under a hidden name beside its own, {@code .NAME.partial}, and gets its
 * own when it is whole and on disk. Closing removes what was not finished, and so does the end of
 * the JVM.
 *
 * <p>The hidden file is locked meanwhile: one that is not was left by a process that was killed,
 * and is taken over.
 */
final class PartialFile implements AutoCloseable {
  private static final FileAttribute<?>[] OWNER_ONLY = {
    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
  };

  private final Path target;
  private final Path directory;
  private final Path path;
  private final FileChannel channel;
  private final Thread atExit = new Thread(this::discard, "cairn-partial-file");
  private boolean ended;

  private PartialFile(Path target, Path directory, Path path, FileChannel channel) {
    this.target = target;
    this.directory = directory;
    this.path = path;
    this.channel = channel;
  }

  /**
   * Begins to write a file.
   *
   * @param target the file
   * @param directory where it is
   * @throws UnwrittenDumpException if another process is at it
   */
  static PartialFile of(Path target, Path directory) throws IOException {
    Path path = directory.resolve("." + target.getFileName() + ".partial");
    PartialFile file = new PartialFile(target, directory, path, lock(target, path));
    Runtime.getRuntime().addShutdownHook(file.atExit);
    return file;
  }

  /** Locks a file, whose last holder may rename or remove it while it is opened and locked here. */
  private static FileChannel lock(Path target, Path path) throws IOException {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    while (true) {
      Object there = identity(path);
      FileChannel channel =
          FileChannel.open(
              path,
              Set.of(
                  StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
              posix ? OWNER_ONLY : new FileAttribute<?>[0]);
      try {
        FileLock held = channel.tryLock();
        if (held == null) {
          throw new UnwrittenDumpException(
              target, "another dump to it is under way. Wait for it, or choose another name");
        }
        if (there != null && there.equals(identity(path))) {
          return channel.truncate(0);
        }
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
      channel.close();
    }
  }

  /** Returns what tells a file from others that had its name, or null if there is none. */
  private static @Nullable Object identity(Path file) throws IOException {
    try {
      Object key =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
              .fileKey();
      return key == null ? file : key;
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Returns what to write to. */
  FileChannel channel() {
    return channel;
  }

  /** Waits until the file is on disk, and gives it its name, durably too. */
  synchronized void finish() throws IOException {
    if (ended) {
      throw new UnwrittenDumpException(target, "the program is ending");
    }
    channel.force(true);
    Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
    ended = true; // from now on the hidden name may be another process's
    try (FileChannel parent = FileChannel.open(directory, StandardOpenOption.READ)) {
      parent.force(true);
    }
  }

  private synchronized void discard() {
    if (ended) {
      return;
    }
    ended = true;
    try {
      Files.deleteIfExists(path); // as long as it is locked, so that nobody else's goes
    } catch (IOException e) {
      // Disk trouble; the next dump to this file takes it over.
    }
  }

  @Override
  public void close() throws IOException {
    discard();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The hook runs.
    }
    channel.close();
  }
}
