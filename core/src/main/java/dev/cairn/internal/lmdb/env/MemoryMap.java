package dev.cairn.internal.lmdb.env;

import com.kenai.jffi.MemoryIO;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

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

  private volatile long start;
  private volatile long size;
  private volatile ByteBuffer[] windows = {};

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
   * @param into the array to copy them to, from its beginning
   * @param length the number of bytes
   * @return false if they do not lie in the map
   */
  boolean copy(long address, byte[] into, int length) {
    long offset = address - start;
    if (offset < 0 || offset >= size || length >= 1 << STEP_BITS) {
      return false;
    }
    windows[(int) (offset >>> STEP_BITS)].get(
        (int) (offset & ((1L << STEP_BITS) - 1)), into, 0, length);
    return true;
  }
}
