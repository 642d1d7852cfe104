package dev.cairn.internal.machine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A file with a byte for each process, which that process keeps locked: the kernel drops the lock
 * when the process ends, however it ends.
 *
 * <p>POSIX drops all locks of a process on a file when the process closes any descriptor of it. So
 * a JVM must have one object of this class for a file at most. Nothing is read or written through
 * the channel: neither taking a lock without waiting nor releasing it is a call that an interrupt
 * ends, and so closes the channel.
 */
final class ProcessSlots implements AutoCloseable {
  private static final int MOST = 1 << 16;

  private final Path file;
  private final FileChannel channel;

  /** Held while a lock is tried: a JVM may not try for the same byte twice at once. */
  private final ReentrantLock trying = new ReentrantLock();

  /** The slot of this process; null until it takes one. */
  private volatile @Nullable FileLock own;

  /**
   * True if another class loader of this JVM has the file open, whose locks are not to be dropped.
   */
  private volatile boolean othersOpen;

  private ProcessSlots(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Opens the file, creating it if need be. */
  static ProcessSlots open(Path file) throws IOException {
    return new ProcessSlots(
        file,
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  /** Takes a free slot for this process, and returns it; the same one if it has one. */
  int take() throws IOException {
    FileLock mine = own;
    if (mine == null) {
      mine = takeFree();
      own = mine;
    }
    return (int) mine.position();
  }

  private FileLock takeFree() throws IOException {
    try {
      for (int slot = 0; slot < MOST; slot++) {
        FileLock lock = channel.tryLock(slot, 1, false);
        if (lock != null) {
          return lock;
        }
      }
    } catch (OverlappingFileLockException e) {
      othersOpen = true;
      throw new FileSystemException(
          file.toString(), null, "another class loader of this JVM has it open");
    }
    throw new FileSystemException(
        file.toString(), null, "more than %d processes have it open".formatted(MOST));
  }

  /** Tells whether a process has the slot. */
  boolean taken(int slot) throws IOException {
    FileLock mine = own;
    if (mine != null && mine.position() == slot) {
      return true;
    }
    trying.lock();
    // Shared, so that two processes that look at once do not take each other for the owner.
    try (@Nullable FileLock lock = channel.tryLock(slot, 1, true)) {
      return lock == null;
    } finally {
      trying.unlock();
    }
  }

  /** Tells whether no process has a slot of a file. */
  static boolean abandoned(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      // Shared, so that two processes that look at once do not take each other for an owner.
      FileLock all = channel.tryLock(0, MOST, true);
      channel.close();
      return all != null;
    } catch (OverlappingFileLockException e) {
      return false; // the channel stays open: closing it would drop this JVM's own locks
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Gives the slot up. */
  @Override
  public void close() throws IOException {
    if (!othersOpen) {
      channel.close();
    }
  }
}
