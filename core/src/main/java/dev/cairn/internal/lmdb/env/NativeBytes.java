package dev.cairn.internal.lmdb.env;

import com.kenai.jffi.MemoryIO;
import dev.cairn.internal.engine.ValueBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * A key or value outside the Java heap, by address and length, that is passed to LMDB or returned
 * by it.
 *
 * <p>Bytes for LMDB are copied into a buffer of this object's own. Bytes from LMDB lie in the
 * memory map, or, for pages that the current write transaction has changed, elsewhere in native
 * memory. Confined to one thread at a time.
 */
public final class NativeBytes {
  private static final MemoryIO MEMORY = MemoryIO.getInstance();
  private static final long MOST_TO_SPARE = 64 << 20;
  private static final byte[] ZEROS = new byte[4096];

  private final MemoryMap map;
  private ByteBuffer buffer;
  private long bufferAddress;
  private long address;
  private int length;

  /** The MDB_val that {@link #val} shows; held so that its memory stays allocated. */
  private @Nullable Pointer pointer;

  private ByteBuffer val = NOTHING;

  private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

  NativeBytes(MemoryMap map, int capacity) {
    this.map = map;
    this.buffer = NOTHING;
    reserve(capacity);
  }

  private void reserve(int capacity) {
    if (buffer.capacity() < capacity) {
      // At least twice as much: values that grow byte by byte must not take a buffer each.
      long twice = 2L * buffer.capacity();
      ByteBuffer larger =
          ByteBuffer.allocateDirect((int) Math.max(capacity, Math.min(twice, MOST_TO_SPARE)));
      bufferAddress = MEMORY.getDirectBufferAddress(larger);
      buffer = larger;
    }
  }

  /** Copies bytes to where LMDB can read them. */
  public NativeBytes set(byte[] bytes) {
    reserve(bytes.length);
    buffer.put(0, bytes);
    address = bufferAddress;
    length = bytes.length;
    return this;
  }

  /** Tells LMDB where these bytes are, by its struct MDB_val: a size and an address. */
  void writeTo(Pointer mdbVal) {
    view(mdbVal).putLong(0, length).putLong(Long.BYTES, address);
  }

  /** Tells LMDB how many bytes are to be reserved. */
  void writeTo(Pointer mdbVal, int reserved) {
    view(mdbVal).putLong(0, reserved).putLong(Long.BYTES, 0);
  }

  /** Takes on what LMDB says in its struct MDB_val. */
  void readFrom(Pointer mdbVal) {
    ByteBuffer struct = view(mdbVal);
    length = Math.toIntExact(struct.getLong(0));
    address = struct.getLong(Long.BYTES);
  }

  /**
   * Returns the struct as a buffer, so that reading it is plain Java: jffi's own accessors go
   * through JNI, which is slow, since {@link NativeLibraries} keeps it from sun.misc.Unsafe.
   */
  private ByteBuffer view(Pointer mdbVal) {
    if (pointer != mdbVal) {
      val =
          MEMORY
              .newDirectByteBuffer(mdbVal.address(), 2 * Long.BYTES)
              .order(ByteOrder.nativeOrder());
      pointer = mdbVal; // last: if there is no memory for the buffer, the old one is not this one's
    }
    return val;
  }

  public int length() {
    return length;
  }

  /** Sets the bytes to zero, where LMDB has reserved them to be written. */
  public void clear() {
    ByteBuffer reserved = MEMORY.newDirectByteBuffer(address, length);
    while (reserved.hasRemaining()) {
      reserved.put(ZEROS, 0, Math.min(ZEROS.length, reserved.remaining()));
    }
  }

  /** Returns a copy of the bytes. */
  public byte[] toArray() {
    byte[] bytes = new byte[length];
    copy(bytes);
    return bytes;
  }

  /** Copies the bytes into a buffer. */
  public void copyTo(ValueBuffer into) {
    copy(into.reserve(length));
  }

  private void copy(byte[] into) {
    if (!map.copy(address, into, length)) {
      MEMORY.getByteArray(address, into, 0, length);
    }
  }
}
