package dev.cairn.engine.lmdb;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * The last transaction id, read from LMDB's mapped lock file in a nanosecond.
 *
 * <p>{@code MDB_txninfo} of {@code mdb.c} (LMDB 0.9) begins with a 32-bit magic number, a 32-bit
 * format, the readers' mutex and then {@code mti_txnid}: behind 8 bytes and one {@code
 * pthread_mutex_t}, whose size is the C library's. LMDB sets it as the last step of a commit, when
 * the commit is durable, and begins every snapshot from it.
 *
 * <p>The channel must stay open as long as the environment is: closing any descriptor of a file
 * drops all POSIX locks that the process holds on it, and LMDB's locks are on this file.
 */
final class VersionWord implements AutoCloseable {
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final int PAGE = 4096;

  private final FileChannel channel;
  private final ByteBuffer map;
  private final int offset;

  private VersionWord(FileChannel channel, ByteBuffer map, int offset) {
    this.channel = channel;
    this.map = map;
    this.offset = offset;
  }

  /** Maps the lock file of an environment that is open, and stays open until {@link #close()}. */
  static VersionWord map(Path lockFile) throws IOException {
    OptionalInt offset = offset(System.getProperty("os.arch"), System.getProperty("os.name"));
    FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.READ);
    try {
      long length = Math.min(PAGE, channel.size()); // few readers need less than a page
      ByteBuffer map = channel.map(FileChannel.MapMode.READ_ONLY, 0, length);
      boolean there = offset.isPresent() && offset.getAsInt() + Long.BYTES <= length;
      return new VersionWord(channel, map, there ? offset.getAsInt() : -1);
    } catch (IOException | RuntimeException | Error e) {
      channel.close(); // drops the locks of an environment that no transaction has used yet
      throw e;
    }
  }

  /** Where {@code mti_txnid} is: 8 + sizeof(pthread_mutex_t); empty where that is not known. */
  private static OptionalInt offset(String arch, String os) {
    if (!os.toLowerCase(Locale.ROOT).contains("linux")) {
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
    return offset >= 0;
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
    long before = get();
    long committed = newest.getAsLong();
    return before <= committed && committed <= get() + 1;
  }

  long get() {
    return (long) LONG.getAcquire(map, offset);
  }

  /** Call only after the environment was closed; see the class. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
