package dev.cairn.internal.lmdb.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Creates files and directories that only their owner may use, that appear complete at once, and
 * whose names survive a power failure.
 */
public final class FileCreation {
  private FileCreation() {}

  /** Returns the nearest directory on the way up that exists. */
  public static Path existing(Path directory) {
    Path existing = directory.toAbsolutePath();
    while (existing.getParent() != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    return existing;
  }

  /** Returns the attributes of a new directory that only its owner may use. */
  public static FileAttribute<?>[] privateDirectory(Path directory) {
    return permissions(directory, "rwx------");
  }

  /** Returns the attributes of a new file that only its owner may use. */
  public static FileAttribute<?>[] privateFile(Path file) {
    return permissions(file, "rw-------");
  }

  private static FileAttribute<?>[] permissions(Path path, String permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /** Makes a file of zeros with all its blocks, for its owner only. */
  public static void writeZeros(Path file, int bytes) throws IOException {
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            privateFile(file))) {
      ByteBuffer zeros = ByteBuffer.allocate(bytes);
      while (zeros.hasRemaining()) {
        channel.write(zeros);
      }
    }
  }

  /**
   * Puts a finished file in place, unless another process was faster.
   *
   * @return false if the place is taken; the file there stays as it is
   */
  public static boolean place(Path finished, Path target) throws IOException {
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

  /** Makes the names in a directory durable: syncing a file does not sync its directory entry. */
  public static void forceNames(Path directory) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
          channel.force(true);
          return;
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted(); // the interrupt closed the channel: once more
        }
      }
    } catch (AccessDeniedException e) {
      // A directory of another user may not be opened; some systems let no directory be opened.
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Makes the names in a directory and in all directories above it durable: another process may
   * have made some of these just now.
   */
  public static void forceNamesUp(@Nullable Path directory) throws IOException {
    for (Path path = directory; path != null; path = path.getParent()) {
      forceNames(path);
    }
  }
}
