package dev.cairn.internal.lmdb.env;

import com.kenai.jffi.MemoryIO;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Reads LMDB's memory map through Java buffers, without JNI calls, {@code Unsafe} or JVM flags.
 *
 * <p>A buffer reaches over 2 GiB at most, so the map is covered by windows that begin every GiB and
 * overlap: what begins in a window and is no longer than a GiB lies in it. Readable only while a
 * transaction is open: without one, LMDB may map the file anew, or no more.
 */
final class MemoryMap {
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final int STEP_BITS = 30;
  private static final long LARGEST_PAGE = 64 << 10;

  private volatile long start;
  private volatile long size;
  private volatile ByteBuffer[] windows = {};

  /**
   * Finds where this process has mapped a data file. LMDB itself tells the address only of a map
   * that was asked to be at a fixed one.
   *
   * @return the address; 0 where the system does not list its maps, so that values are copied by
   *     JNI instead
   */
  static long find(Path file, long bytes) {
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      String path = file.toRealPath().toString();
      // From-to, permissions, offset, device, inode, path: which may hold spaces itself.
      return maps.map(map -> map.split(" +", 6))
          .filter(map -> map.length == 6 && map[5].equals(path))
          .map(map -> map[0].split("-", 2))
          .filter(fromTo -> isOf(bytes, parse(fromTo[1]) - parse(fromTo[0])))
          .mapToLong(fromTo -> parse(fromTo[0]))
          .findFirst()
          .orElse(0);
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  /** The system maps whole pages. */
  private static boolean isOf(long bytes, long mapped) {
    return mapped >= bytes && mapped - bytes < LARGEST_PAGE;
  }

  private static long parse(String hex) {
    return Long.parseUnsignedLong(hex, 16);
  }

  /** Covers the map that LMDB has made, and no other one; nothing if the address is 0. */
  void cover(long address, long bytes) {
    if (address == 0) {
      size = 0;
      windows = new ByteBuffer[0];
      return;
    }
    int count = Math.toIntExact(((bytes - 1) >>> STEP_BITS) + 1);
    ByteBuffer[] covering = new ByteBuffer[count];
    for (int i = 0; i < count; i++) {
      long offset = (long) i << STEP_BITS;
      int length = (int) Math.min(Integer.MAX_VALUE, bytes - offset);
      covering[i] = MemoryIO.getInstance().newDirectByteBuffer(address + offset, length);
    }
    start = address;
    size = bytes;
    windows = covering;
  }

  /** Tells whether the map is covered, so that it can be read. */
  boolean covered() {
    return size > 0;
  }

  /**
   * Reads a number near the beginning of a map that is covered.
   *
   * @param offset the place of its 8 bytes, a multiple of 8 below a GiB
   */
  long number(int offset) {
    return (long) LONG.getAcquire(windows[0], offset);
  }

  /**
   * Copies bytes out of the map.
   *
   * @param address their address
   * @param into the array to fill
   * @return false if they do not lie in the map
   */
  boolean copy(long address, byte[] into) {
    long offset = address - start;
    if (offset < 0 || offset >= size || into.length >= 1 << STEP_BITS) {
      return false;
    }
    windows[(int) (offset >>> STEP_BITS)].get((int) (offset & ((1L << STEP_BITS) - 1)), into);
    return true;
  }
}
