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
 * Writes a file under a hidden name, {@code .NAME.partial}, and renames it when it is complete and
 * on disk. Closing removes an unfinished file, and so does the end of the JVM.
 *
 * <p>The hidden file is locked while it is written. One without a lock was left by a killed
 * process, and is reused.
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
   * @param directory the directory of the file
   * @throws UnwrittenDumpException if another process writes this file
   */
  static PartialFile of(Path target, Path directory) throws IOException {
    Path path = directory.resolve("." + target.getFileName() + ".partial");
    PartialFile file = new PartialFile(target, directory, path, lock(target, path));
    Runtime.getRuntime().addShutdownHook(file.atExit);
    return file;
  }

  /** Opens and locks the hidden file; tries again if its last holder renamed or removed it. */
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

  /** Returns the identity of a file, apart from its name; null if there is no file. */
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

  /** Returns the channel to write to. */
  FileChannel channel() {
    return channel;
  }

  /** Forces the file to disk, and renames it durably. */
  synchronized void finish() throws IOException {
    if (ended) {
      throw new UnwrittenDumpException(target, "the program is ending");
    }
    channel.force(true);
    Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
    ended = true; // another process may use the hidden name from now on
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
      Files.deleteIfExists(path); // while it is locked, so it is this one
    } catch (IOException e) {
      // Trouble with the disk; the next dump to this file reuses it.
    }
  }

  @Override
  public void close() throws IOException {
    discard();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The JVM is shutting down, and the hook runs.
    }
    channel.close();
  }
}
