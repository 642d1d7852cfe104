package dev.cairn.internal.key;

/**
 * The type codes of FoundationDB's tuple layer, which mark the type of each component of an encoded
 * key (github.com/apple/foundationdb, design/tuple.md).
 */
public final class TupleCode {
  static final byte BYTES = 0x01;
  static final byte STRING = 0x02;

  /** Zero; the code of an integer is this plus or minus the bytes of its magnitude, 8 at most. */
  static final byte INT_ZERO = 0x14;

  static final byte DOUBLE = 0x21;
  static final byte FALSE = 0x26;
  static final byte TRUE = 0x27;
  static final byte UUID = 0x30;

  /** Follows each 0x00 within a string, and is no type's code. */
  public static final byte ESCAPE = (byte) 0xFF;

  private TupleCode() {}

  /** Returns how many bytes the magnitude of {@code value} needs: 0 for zero, 8 at most. */
  static int magnitudeBytes(long value) {
    // -Long.MIN_VALUE is itself, which as an unsigned number is its magnitude.
    return (71 - Long.numberOfLeadingZeros(value < 0 ? -value : value)) >>> 3;
  }
}
