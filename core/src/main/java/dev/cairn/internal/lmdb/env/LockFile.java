package dev.cairn.internal.lmdb.env;

import com.kenai.jffi.MemoryIO;
import dev.cairn.internal.platform.Futex;
import dev.cairn.internal.platform.Platform;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * LMDB's lock file, mapped: the last transaction id, read in a nanosecond, and the mutexes, whose
 * waiters can be woken.
 *
 * <p>{@code MDB_txninfo} of {@code mdb.c} (LMDB 0.9) begins with a 32-bit magic number, a 32-bit
 * format, the readers' mutex and then {@code mti_txnid}: behind 8 bytes and one {@code
 * pthread_mutex_t}, whose size is the C library's. LMDB sets it as the last step of a commit, when
 * the commit is durable, and begins every snapshot from it. Then comes the number of readers (32
 * bits), and with the next cache line of 64 bytes the writers' mutex. A mutex begins with the word
 * that its waiters sleep on.
 *
 * <p>The channel must stay open as long as the environment is: closing any descriptor of a file
 * drops all POSIX locks that the process holds on it, and LMDB's locks are on this file.
 */
final class LockFile implements AutoCloseable {
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final int PAGE = 4096;
  private static final int CACHE_LINE = 64;
  private static final int READERS_MUTEX = 8;

  private final FileChannel channel;
  private final ByteBuffer map;

  /** The offset of the version in the file, or -1. */
  private final int version;

  /** The words of the mutexes; none where it is not known where the version is. */
  private final List<Futex> mutexes;

  /** The low half of the version, on which those sleep who wait for a commit; null likewise. */
  private final @Nullable Futex commits;

  private LockFile(FileChannel channel, ByteBuffer map, int version) {
    this.channel = channel;
    this.map = map;
    this.version = version;
    this.mutexes = known() ? mutexes() : List.of();
    this.commits = known() ? lowHalfOfVersion() : null;
  }

  private Futex lowHalfOfVersion() {
    int low = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 0 : Integer.BYTES;
    return new Futex(MemoryIO.getInstance().getDirectBufferAddress(map) + version + low);
  }

  private List<Futex> mutexes() {
    int end = version + Long.BYTES + Integer.BYTES;
    int writersMutex = (end + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
    long address = MemoryIO.getInstance().getDirectBufferAddress(map);
    return List.of(new Futex(address + READERS_MUTEX), new Futex(address + writersMutex));
  }

  /** Maps the lock file of an environment that is open, and stays open until {@link #close()}. */
  static LockFile map(Path lockFile) throws IOException {
    OptionalInt offset = offset(System.getProperty("os.arch"));
    FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.READ);
    try {
      long length = Math.min(PAGE, channel.size()); // few readers need less than a page
      ByteBuffer map = channel.map(FileChannel.MapMode.READ_ONLY, 0, length);
      boolean there = offset.isPresent() && offset.getAsInt() + Long.BYTES <= length;
      return new LockFile(channel, map, there ? offset.getAsInt() : -1);
    } catch (IOException | RuntimeException | Error e) {
      channel.close(); // drops the locks of an environment that no transaction has used yet
      throw e;
    }
  }

  /** Returns the offset of {@code mti_txnid}, 8 + sizeof(pthread_mutex_t); empty if not known. */
  private static OptionalInt offset(String arch) {
    if (!Platform.isLinux()) {
      return OptionalInt.empty();
    }
    return switch (arch) {
      case "amd64", "x86_64" -> OptionalInt.of(8 + 40);
      case "aarch64", "arm64" -> OptionalInt.of(8 + 48);
      default -> OptionalInt.empty();
    };
  }

  /** Tells whether the version is where this platform's lock file should have it. */
  boolean known() {
    return version >= 0;
  }

  /**
   * Tells whether the version is that of a data file, or one behind, as a writer leaves it that is
   * killed on its last step. Others may commit meanwhile.
   *
   * @param newest reads the version of the data file
   */
  boolean fits(LongSupplier newest) {
    if (!known()) {
      return true;
    }
    long before = version();
    long committed = newest.getAsLong();
    return before <= committed && committed <= version() + 1;
  }

  long version() {
    return (long) LONG.getAcquire(map, version);
  }

  /**
   * Wakes one waiter of each mutex, of any process: a killed waiter may have taken the wake-up of
   * the last release with it. This is sound at any time, even after the environment was closed.
   */
  void wakeWaiters() {
    mutexes.forEach(mutex -> mutex.wake(1));
  }

  /**
   * Sleeps until a commit is announced, by whichever process, unless the version is another one
   * than expected already. It may be used after this was closed.
   */
  void awaitCommit(long expected, long nanos) {
    try {
      if (commits != null) {
        commits.await((int) expected, nanos);
      }
    } finally {
      Reference.reachabilityFence(map); // mapped until here
    }
  }

  /** Wakes those who wait for a commit, in all processes. It may be used after this was closed. */
  void announceCommit() {
    try {
      if (commits != null) {
        commits.wake(Integer.MAX_VALUE);
      }
    } finally {
      Reference.reachabilityFence(map);
    }
  }

  /** Call only after the environment was closed; see the class. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
