package dev.cairn.internal.lmdb.env;

import java.util.Arrays;
import java.util.Comparator;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.BufferProxy;

/**
 * Lets lmdbjava read and write keys and values as {@link NativeBytes} instead of one of its own
 * buffer types.
 *
 * <p>lmdbjava's own proxies either need {@code --add-opens} (ByteBuffer), warn on JDK 24 and later
 * (Agrona, Netty), or allocate native memory with each call (byte array).
 */
final class NativeBytesProxy extends BufferProxy<NativeBytes> {
  private static final Comparator<NativeBytes> UNSIGNED =
      (a, b) -> Arrays.compareUnsigned(a.toArray(), b.toArray());

  private final MemoryMap map;

  NativeBytesProxy(MemoryMap map) {
    this.map = map;
  }

  @Override
  protected NativeBytes allocate() {
    return new NativeBytes(map, 0);
  }

  @Override
  protected void deallocate(NativeBytes bytes) {
    // Its memory is the garbage collector's.
  }

  @Override
  protected byte[] getBytes(NativeBytes bytes) {
    return bytes.toArray();
  }

  @Override
  protected Comparator<NativeBytes> getSignedComparator() {
    return UNSIGNED;
  }

  @Override
  protected Comparator<NativeBytes> getUnsignedComparator() {
    return UNSIGNED;
  }

  @Override
  protected @Nullable Pointer in(NativeBytes bytes, Pointer mdbVal) {
    bytes.writeTo(mdbVal);
    return null; // nothing to keep alive but the bytes themselves, which lmdbjava holds
  }

  @Override
  protected @Nullable Pointer in(NativeBytes bytes, int size, Pointer mdbVal) {
    bytes.writeTo(mdbVal, size);
    return null;
  }

  @Override
  protected NativeBytes out(NativeBytes bytes, Pointer mdbVal) {
    bytes.readFrom(mdbVal);
    return bytes;
  }
}
