package dev.cairn.internal.key;

import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.text.QuotedText;
import dev.cairn.internal.text.ShownValue;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/**
 * Encodes the components of a key so that the order of the bytes is the order of the values.
 *
 * <p>The format is that of FoundationDB's tuple layer (github.com/apple/foundationdb,
 * design/tuple.md). Bytes compare as unsigned numbers from the left. A writer is reusable and
 * belongs to one thread at a time.
 *
 * <p>Invariant: no type code is 0xFF, so the keys that begin with the whole components written so
 * far are exactly those from these bytes up to, and not including, these bytes followed by 0xFF.
 * The successor of the last byte would be a bound too many: the text "a" ends in 0x00, and "a\0"
 * continues it with 0xFF.
 */
public final class TupleWriter {
  /** A buffer that a long refused key has grown beyond this is not kept. */
  private static final int KEPT_BYTES = 4096;

  private byte[] buffer = new byte[64];
  private int length;

  /** Forgets everything written. */
  public TupleWriter reset() {
    return reset(0);
  }

  /**
   * Forgets what was written after the first {@code keptLength} bytes, for keys that share them.
   */
  public TupleWriter reset(int keptLength) {
    length = keptLength;
    if (buffer.length > KEPT_BYTES && keptLength <= KEPT_BYTES) {
      buffer = Arrays.copyOf(buffer, KEPT_BYTES);
    }
    return this;
  }

  /** Returns how many bytes were written. */
  public int length() {
    return length;
  }

  /** Writes bytes as they are: a prefix that is encoded already. */
  public TupleWriter writeRaw(byte[] bytes) {
    ensure(bytes.length);
    System.arraycopy(bytes, 0, buffer, length, bytes.length);
    length += bytes.length;
    return this;
  }

  /**
   * Writes a text as UTF-8; texts order by code point.
   *
   * @throws IllegalArgumentException if it has an unpaired surrogate, for which there is no UTF-8
   */
  public TupleWriter writeString(String text) {
    int chars = text.length();
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (utf8.length != chars || !isPlain(utf8)) {
      return writeEncoded(text);
    }
    ensure(chars + 2);
    buffer[length] = TupleCode.STRING;
    System.arraycopy(utf8, 0, buffer, length + 1, chars);
    buffer[length + 1 + chars] = 0;
    length += chars + 2;
    return this;
  }

  /**
   * Tells whether bytes of the same number as chars are the text's: a 0x00 must be escaped, and a
   * '?' may stand for an unpaired surrogate.
   */
  private static boolean isPlain(byte[] utf8) {
    for (byte b : utf8) {
      if (b == 0 || b == '?') {
        return false;
      }
    }
    return true;
  }

  private TupleWriter writeEncoded(String text) {
    ByteBuffer utf8;
    try {
      utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "a text with an unpaired surrogate cannot be in a key: "
              + ShownValue.abbreviated(QuotedText.of(text)),
          e);
    }
    byte[] bytes = new byte[utf8.remaining()];
    utf8.get(bytes);
    writeEscaped(TupleCode.STRING, bytes);
    return this;
  }

  /**
   * Writes a byte string; byte strings order as unsigned bytes, a prefix before what continues it.
   */
  public TupleWriter writeBytes(byte[] bytes) {
    writeEscaped(TupleCode.BYTES, bytes);
    return this;
  }

  private void writeEscaped(byte code, byte[] bytes) {
    ensure(Math.addExact(Math.multiplyExact(2, bytes.length), 2));
    buffer[length++] = code;
    for (byte b : bytes) {
      buffer[length++] = b;
      if (b == 0) {
        buffer[length++] = TupleCode.ESCAPE;
      }
    }
    buffer[length++] = 0;
  }

  /** Writes an integer in as few bytes as it needs; an int and a long of one value are the same. */
  public TupleWriter writeLong(long value) {
    int size = TupleCode.magnitudeBytes(value);
    ensure(size + 1);
    buffer[length++] = (byte) (TupleCode.INT_ZERO + (value < 0 ? -size : size));
    // One's complement of the magnitude of a negative number is the number minus one.
    long bits = value < 0 ? value - 1 : value;
    for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
      buffer[length++] = (byte) (bits >>> shift);
    }
    return this;
  }

  /** Writes a double; order is that of {@link Double#compare}: -0.0 before 0.0, NaN last. */
  public TupleWriter writeDouble(double value) {
    ensure(9);
    buffer[length++] = TupleCode.DOUBLE;
    // doubleToLongBits makes every NaN one NaN. All bits of a negative number are flipped, the sign
    // bit of the others.
    long bits = Double.doubleToLongBits(value);
    putLong(bits ^ ((bits >> 63) | Long.MIN_VALUE));
    return this;
  }

  /** Writes a boolean; false orders before true. */
  public TupleWriter writeBoolean(boolean value) {
    ensure(1);
    buffer[length++] = value ? TupleCode.TRUE : TupleCode.FALSE;
    return this;
  }

  /**
   * Writes a UUID; order is that of its 16 bytes, which is the order of its text and, unlike that
   * of {@link UUID#compareTo}, unsigned.
   */
  public TupleWriter writeUuid(UUID value) {
    ensure(17);
    buffer[length++] = TupleCode.UUID;
    putLong(value.getMostSignificantBits());
    putLong(value.getLeastSignificantBits());
    return this;
  }

  /**
   * Writes an instant as two integers: seconds since the epoch, and nanoseconds within the second.
   */
  public TupleWriter writeInstant(Instant value) {
    return writeLong(value.getEpochSecond()).writeLong(value.getNano());
  }

  /** Returns what was written, of any length, for the bounds of a range. */
  public byte[] toBytes() {
    return Arrays.copyOf(buffer, length);
  }

  /**
   * Returns what was written as a key.
   *
   * @param what the owner of the key, for the message; a constant, since this is called for each
   *     key
   * @throws IllegalArgumentException if it is longer than {@link Engine#MAX_KEY_BYTES}
   */
  public byte[] toKey(String what) {
    if (length > Engine.MAX_KEY_BYTES) {
      throw new IllegalArgumentException(
          "%s is %,d bytes long, and a key may have %d at most; shorten it or key by its hash: %s"
              .formatted(
                  what,
                  length,
                  Engine.MAX_KEY_BYTES,
                  ShownValue.abbreviated(KeyText.describe(toBytes(), 0))));
    }
    return Arrays.copyOf(buffer, length);
  }

  private void putLong(long bits) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      buffer[length++] = (byte) (bits >>> shift);
    }
  }

  private void ensure(int more) {
    int wanted = Math.addExact(length, more);
    if (wanted > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(wanted, (int) Math.min(2L * buffer.length, 1 << 30)));
    }
  }
}
