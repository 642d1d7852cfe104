package dev.cairn.internal.key;

import dev.cairn.internal.text.ShownValue;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;

/**
 * Decodes the components of a key that a {@link TupleWriter} wrote, and refuses any other bytes.
 *
 * <p>Each value has one encoding: a longer form of an integer or of a character is malformed too.
 * Every method throws {@link MalformedBytesException} where the bytes are not what it reads.
 */
public final class TupleReader {
  /** Little-endian, so that the first byte of eight is the lowest. */
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long EACH_ONE = 0x0101010101010101L;
  private static final long EACH_TOP = 0x8080808080808080L;

  private final byte[] bytes;
  private int at;

  public TupleReader(byte[] bytes) {
    this(bytes, 0);
  }

  /** Reads {@code bytes} from {@code start}, after a prefix that the caller knows. */
  public TupleReader(byte[] bytes, int start) {
    this.bytes = bytes;
    this.at = start;
  }

  /** Returns whether every byte was read. */
  boolean atEnd() {
    return at == bytes.length;
  }

  /** Returns how many bytes were read. */
  public int position() {
    return at;
  }

  /** Refuses bytes that follow the last component. */
  public void expectEnd() {
    if (!atEnd()) {
      throw malformed("nothing", at);
    }
  }

  public String readString() {
    int start = at;
    expectCode(TupleCode.STRING, "a string");
    int begin = at;
    if (passAscii() && !escapeFollows()) {
      endOfString(start);
      return new String(bytes, begin, at - 1 - begin, StandardCharsets.ISO_8859_1);
    }
    at = begin;
    byte[] utf8 = unescape(start);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedBytesException(
          "the string at byte " + start + " of the key is not UTF-8", e);
    }
  }

  /** Passes bytes up to a zero or the end, eight at a time; false if some are not ASCII. */
  private boolean passAscii() {
    long seen = 0;
    for (; at <= bytes.length - Long.BYTES; at += Long.BYTES) {
      long eight = (long) LONG.get(bytes, at);
      // Has the top bit set of the first zero byte, and of none before it.
      long zeros = (eight - EACH_ONE) & ~eight & EACH_TOP;
      if (zeros != 0) {
        int before = Long.numberOfTrailingZeros(zeros) / Byte.SIZE;
        at += before;
        return ((seen | (eight & ((1L << (before * Byte.SIZE)) - 1))) & EACH_TOP) == 0;
      }
      seen |= eight;
    }
    int rest = 0;
    while (at < bytes.length && bytes[at] != 0) {
      rest |= bytes[at++];
    }
    return (seen & EACH_TOP) == 0 && rest >= 0;
  }

  byte[] readBytes() {
    int start = at;
    expectCode(TupleCode.BYTES, "a byte string");
    return unescape(start);
  }

  public int readInt() {
    int start = at;
    long value = readLong();
    if (value != (int) value) {
      at = start;
      throw malformed("an int", start);
    }
    return (int) value;
  }

  public long readLong() {
    int start = at;
    int size = code() - TupleCode.INT_ZERO;
    boolean negative = size < 0;
    size = Math.abs(size);
    if (size > 8 || bytes.length - at < size) {
      throw malformed("an integer", start);
    }
    long value = 0;
    for (int i = 0; i < size; i++) {
      value = value << 8 | (bytes[at++] & 0xFF);
    }
    if (negative) {
      value -= size == 8 ? -1 : (1L << (8 * size)) - 1;
    }
    if ((value < 0) != negative || TupleCode.magnitudeBytes(value) != size) {
      throw malformed("an integer in its shortest form", start);
    }
    return value;
  }

  double readDouble() {
    int start = at;
    expectCode(TupleCode.DOUBLE, "a double");
    long bits = getLong(start);
    double value = Double.longBitsToDouble(bits ^ (bits < 0 ? Long.MIN_VALUE : -1));
    if (Double.isNaN(value)
        && Double.doubleToRawLongBits(value) != Double.doubleToLongBits(value)) {
      throw malformed("a double", start);
    }
    return value;
  }

  boolean readBoolean() {
    int start = at;
    int code = code();
    if (code != TupleCode.FALSE && code != TupleCode.TRUE) {
      throw malformed("a boolean", start);
    }
    return code == TupleCode.TRUE;
  }

  UUID readUuid() {
    int start = at;
    expectCode(TupleCode.UUID, "a UUID");
    long high = getLong(start);
    return new UUID(high, getLong(start));
  }

  Instant readInstant() {
    int start = at;
    long second = readLong();
    long nano = readLong();
    if (nano < 0
        || nano > 999_999_999
        || second < Instant.MIN.getEpochSecond()
        || second > Instant.MAX.getEpochSecond()) {
      throw malformed("an instant", start);
    }
    return Instant.ofEpochSecond(second, nano);
  }

  /** Reads one component of whatever type its code says; every integer is a {@link Long}. */
  Object readAny() {
    if (atEnd()) {
      throw malformed("a component", at);
    }
    return switch (bytes[at]) {
      case TupleCode.BYTES -> readBytes();
      case TupleCode.STRING -> readString();
      case TupleCode.DOUBLE -> readDouble();
      case TupleCode.FALSE, TupleCode.TRUE -> readBoolean();
      case TupleCode.UUID -> readUuid();
      default -> readLong();
    };
  }

  /** Passes one component of whatever type its code says, without making a value of it. */
  void skip() {
    int start = at;
    switch (code()) {
      case TupleCode.BYTES, TupleCode.STRING -> passString(start);
      case TupleCode.FALSE, TupleCode.TRUE -> {}
      case TupleCode.DOUBLE -> pass(Double.BYTES, start);
      case TupleCode.UUID -> pass(2 * Long.BYTES, start);
      default -> {
        at = start;
        readLong();
      }
    }
  }

  private void pass(int size, int start) {
    if (bytes.length - at < size) {
      throw malformed(size + " more bytes", start);
    }
    at += size;
  }

  /** Passes a string and its terminator. */
  private void passString(int start) {
    while (at < bytes.length && (bytes[at] != 0 || escapeFollows())) {
      at += bytes[at] == 0 ? 2 : 1;
    }
    endOfString(start);
  }

  /** Returns the bytes up to the terminator, which is passed. */
  private byte[] unescape(int start) {
    int begin = at;
    passString(start);
    int end = at - 1;
    byte[] out = new byte[end - begin];
    int length = 0;
    for (int i = begin; i < end; i += bytes[i] == 0 ? 2 : 1) {
      out[length++] = bytes[i];
    }
    return Arrays.copyOf(out, length);
  }

  private boolean escapeFollows() {
    return at + 1 < bytes.length && bytes[at] == 0 && bytes[at + 1] == TupleCode.ESCAPE;
  }

  private void endOfString(int start) {
    if (at == bytes.length) {
      throw new MalformedBytesException(
          "the string at byte " + start + " of the key has no end: " + describeRaw());
    }
    at++;
  }

  private long getLong(int start) {
    if (bytes.length - at < 8) {
      throw malformed("8 more bytes", start);
    }
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | (bytes[at++] & 0xFF);
    }
    return value;
  }

  private int code() {
    if (atEnd()) {
      throw malformed("a component", at);
    }
    return bytes[at++];
  }

  private void expectCode(byte code, String what) {
    int start = at;
    if (code() != code) {
      throw malformed(what, start);
    }
  }

  private MalformedBytesException malformed(String expected, int position) {
    return new MalformedBytesException(
        "expected %s at byte %d of the key: %s".formatted(expected, position, describeRaw()));
  }

  private String describeRaw() {
    return ShownValue.abbreviated("0x" + HexFormat.of().formatHex(bytes));
  }
}
