package dev.cairn.internal.lmdb.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A lock on a file or directory within this JVM, which holds across class loaders and does not
 * affect other processes.
 *
 * <p>A static field belongs to one class loader, and the library may be loaded by several: by each
 * web application of a server, for instance. The JDK's own table of file locks belongs to the whole
 * JVM, and refuses a second lock on the same bytes of the same file, whichever path leads to it. So
 * a claim is a shared lock on one byte that no file has. Shared locks of several processes do not
 * exclude each other, and the kernel drops them with the process: nothing is left behind.
 *
 * <p>It does no harm that POSIX drops the kernel's half of the lock when any other channel to the
 * file is closed: only the JDK's table is asked. Therefore a file may be claimed whose locks have
 * no other use, and never LMDB's lock file, where closing the channel would drop LMDB's locks.
 */
public final class ClaimedFile implements AutoCloseable {
  private static final long BYTE = Long.MAX_VALUE - 1;

  private final FileChannel channel;

  private ClaimedFile(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Claims a file or directory, for which it must be readable.
   *
   * @return the claim, which the caller closes; null if this JVM has a claim on the file already
   * @throws IOException if the file cannot be opened, or its file system or another program does
   *     not allow a shared lock
   */
  public static @Nullable ClaimedFile of(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    boolean claimed = false;
    try {
      claimed = channel.tryLock(BYTE, 1, true) != null;
      if (!claimed) {
        throw new FileSystemException(
            file.toString(), null, "another program has locked it; end that program");
      }
      return new ClaimedFile(channel);
    } catch (OverlappingFileLockException e) {
      return null;
    } finally {
      if (!claimed) {
        channel.close();
      }
    }
  }

  /** Gives the claim up. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
