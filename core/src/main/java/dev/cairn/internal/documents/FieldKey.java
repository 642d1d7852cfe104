package dev.cairn.internal.documents;

import dev.cairn.internal.postings.Postings;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes the keys of the index of metadata, whose order is that of the values.
 *
 * <p>A key is the name, a zero byte, whether the value is an element of a list, the kind of the
 * value, and the value. A string is in it with its first {@value #TEXT_BYTES} bytes, and with a
 * hash if it has more: the keys of strings that begin with the same {@value #TEXT_BYTES} bytes do
 * not tell their order. The empty name is for what the index needs itself.
 */
public final class FieldKey {
  /** The bytes of a string that its key has. */
  public static final int TEXT_BYTES = 120;

  /** The key that all documents have. */
  static final byte[] EVERY = {0, 'a'};

  /** The key of documents that were superseded. */
  static final byte[] SUPERSEDED = {0, 's'};

  private static final byte[] ENDS = {0, 'e'};

  private static final byte SINGLE = 1;
  private static final byte ELEMENT = 2;

  private static final byte NOTHING = 1;
  private static final byte FLAG = 2;
  private static final byte NUMBER = 3;
  private static final byte TIME = 4;
  private static final byte TEXT = 5;

  private FieldKey() {}

  /** Returns the keys of a document. */
  public static Set<byte[]> of(DocumentTables.DocumentRow row) {
    Set<byte[]> keys = new TreeSet<>(Arrays::compareUnsigned);
    keys.add(EVERY);
    if (row.supersededBy().isPresent()) {
      keys.add(SUPERSEDED);
    }
    row.expires().ifPresent(end -> keys.add(end(end)));
    for (Map.Entry<String, Object> value : FieldRow.values(row.metadata()).entrySet()) {
      String name = value.getKey();
      if (value.getValue() instanceof List<?> list) {
        list.forEach(element -> keys.add(element(name, element)));
        if (list.isEmpty()) {
          keys.add(join(name(name), new byte[] {ELEMENT, NOTHING}));
        }
      } else {
        keys.add(single(name, value.getValue()));
      }
    }
    return keys;
  }

  /** Returns the key of an end; those before it have lesser keys. */
  public static byte[] end(Instant time) {
    return join(ENDS, time(time));
  }

  /** Returns the time of the key of an end. */
  static Instant endOf(byte[] key) {
    ByteBuffer time = ByteBuffer.wrap(key, ENDS.length, key.length - ENDS.length);
    return Instant.ofEpochSecond(time.getLong() ^ Long.MIN_VALUE, time.getInt());
  }

  /** Returns the least key of an end. */
  public static byte[] firstEnd() {
    return ENDS.clone();
  }

  /** Returns the bytes with which all keys of a name begin. */
  public static byte[] name(String name) {
    return join(name.getBytes(StandardCharsets.UTF_8), new byte[] {0});
  }

  public static byte[] single(String name, Object value) {
    return join(kind(name, value), value(value));
  }

  public static byte[] element(String name, Object value) {
    return join(name(name), join(new byte[] {ELEMENT, kindOf(value)}, value(value)));
  }

  /** Returns the bytes with which the keys of all single values of a value's kind begin. */
  public static byte[] kind(String name, Object value) {
    return join(name(name), new byte[] {SINGLE, kindOf(value)});
  }

  /** Returns the bytes of a string that its key has: the key of a longer one begins with them. */
  public static byte[] beginning(String text) {
    byte[] bytes = utf8(text);
    return bytes.length <= TEXT_BYTES ? bytes : Arrays.copyOf(bytes, TEXT_BYTES);
  }

  public static boolean isLong(String text) {
    return utf8(text).length > TEXT_BYTES;
  }

  private static byte kindOf(Object value) {
    if (value instanceof String) {
      return TEXT;
    }
    if (value instanceof Instant) {
      return TIME;
    }
    return value instanceof Boolean ? FLAG : NUMBER;
  }

  private static byte[] value(Object value) {
    if (value instanceof String text) {
      byte[] bytes = utf8(text);
      return bytes.length <= TEXT_BYTES
          ? bytes
          : join(Arrays.copyOf(bytes, TEXT_BYTES), Arrays.copyOf(sha256(bytes), 16));
    }
    if (value instanceof Instant time) {
      return time(time);
    }
    return value instanceof Boolean flag
        ? new byte[] {(byte) (flag ? 1 : 0)}
        : number((Number) value);
  }

  private static byte[] time(Instant time) {
    return ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
        .putLong(time.getEpochSecond() ^ Long.MIN_VALUE)
        .putInt(time.getNano())
        .array();
  }

  /**
   * Returns a number as the nearest double, and how far a whole number is from that: the order of
   * both together is that of the numbers.
   */
  private static byte[] number(Number number) {
    double nearest = number.doubleValue();
    long bits = Double.doubleToLongBits(nearest);
    int rest = 0;
    if (number instanceof Long whole) {
      // A long at the end of its range has the double 2^63, which no long is equal to.
      rest =
          nearest == 0x1p63 ? (int) (whole - Long.MAX_VALUE) - 1 : (int) (whole - (long) nearest);
    }
    return ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
        .putLong(bits < 0 ? ~bits : bits ^ Long.MIN_VALUE)
        .putInt(rest ^ Integer.MIN_VALUE)
        .array();
  }

  /** Encodes as UTF-8, and half a pair as the three bytes of its code point. */
  public static byte[] utf8(String text) {
    byte[] plain = text.getBytes(StandardCharsets.UTF_8);
    if (text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
      return plain;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length);
    text.codePoints()
        .forEach(
            point -> {
              if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                bytes.write(0xE0 | (point >>> 12));
                bytes.write(0x80 | ((point >>> 6) & 0x3F));
                bytes.write(0x80 | (point & 0x3F));
              } else {
                bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
              }
            });
    return bytes.toByteArray();
  }

  /** Compares texts by their code points, as keys do. */
  public static int compare(String one, String other) {
    return Arrays.compareUnsigned(utf8(one), utf8(other));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Returns the SHA-256 of a text in hexadecimal digits. */
  public static String hash(String text) {
    return java.util.HexFormat.of().formatHex(sha256(utf8(text)));
  }

  public static byte[] join(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  /** Returns the least key beyond all keys that begin so. */
  public static byte[] beyond(byte[] beginning) {
    byte[] beyond = Postings.beyond(beginning);
    if (beyond == null) {
      throw new IllegalStateException("a beginning of a key has bytes below 0xFF");
    }
    return beyond;
  }
}
