package dev.cairn.internal.record;

import com.esotericsoftware.kryo.io.Input;
import dev.cairn.internal.key.MalformedBytesException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The Kryo input from which a stored value is read. Unlike Kryo's own, it refuses a length that
 * exceeds the value before memory is allocated for it.
 */
final class PayloadInput extends Input {
  /** Little-endian, so that the first byte of eight is the lowest. */
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** The bits that no byte of an ASCII text has. */
  private static final long NOT_ASCII = 0x8080808080808080L;

  PayloadInput(byte[] value, int start) {
    super(value, start, value.length - start);
  }

  @Override
  public byte[] readBytes(int length) {
    refuseBeyondEnd(length);
    return super.readBytes(length);
  }

  /**
   * Reads a text as Kryo does, without its way through chars where there are only ASCII ones: most
   * texts of a memory are addresses, selectors and English.
   */
  @Override
  public String readString() {
    int start = position;
    // The flag is set on all but short ASCII texts, which have no length.
    if (!readVarIntFlag()) {
      int last = lastOfShort();
      return last < 0 ? super.readString() : readShort(last);
    }
    // Kryo writes the number of chars plus one, zero for null; no char takes less than a byte.
    int chars = readVarIntFlag(true) - 1;
    refuseBeyondEnd(chars);
    if (chars > 0 && isAscii(chars)) {
      String text = new String(buffer, position, chars, StandardCharsets.ISO_8859_1);
      position += chars;
      return text;
    }
    position = start;
    return super.readString();
  }

  /** Returns the place of the last byte of a short ASCII text, whose top bit is set; -1 if none. */
  private int lastOfShort() {
    int at = position;
    for (; at <= limit - Long.BYTES; at += Long.BYTES) {
      long flags = (long) LONG.get(buffer, at) & NOT_ASCII;
      if (flags != 0) {
        return at + Long.numberOfTrailingZeros(flags) / Byte.SIZE;
      }
    }
    for (; at < limit; at++) {
      if (buffer[at] < 0) {
        return at;
      }
    }
    return -1;
  }

  private String readShort(int last) {
    byte flagged = buffer[last];
    buffer[last] = (byte) (flagged & 0x7F); // for the moment, as Kryo does
    String text = new String(buffer, position, last + 1 - position, StandardCharsets.ISO_8859_1);
    buffer[last] = flagged;
    position = last + 1;
    return text;
  }

  /** Looks at eight bytes at a time. */
  private boolean isAscii(int length) {
    int at = position;
    int end = position + length;
    long eights = 0;
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      eights |= (long) LONG.get(buffer, at);
    }
    int rest = 0;
    for (; at < end; at++) {
      rest |= buffer[at];
    }
    return (eights & NOT_ASCII) == 0 && rest >= 0;
  }

  private void refuseBeyondEnd(int length) {
    if (length > limit - position) {
      throw new MalformedBytesException(
          "a length of %,d where %,d bytes are left".formatted(length, limit - position));
    }
  }
}
