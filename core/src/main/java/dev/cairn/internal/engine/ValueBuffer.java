package dev.cairn.internal.engine;

/**
 * Holds the value that a walk is at, in an array that each value overwrites: a walk over many rows
 * then makes none for each. Confined to one thread.
 */
public final class ValueBuffer {
  private static final int FIRST_BYTES = 256;

  private byte[] bytes = new byte[FIRST_BYTES];
  private int length;

  /**
   * Makes room for a value; what was there before is lost.
   *
   * @param length the number of its bytes
   * @return the array to write them to, from its beginning; it may be longer
   */
  public byte[] reserve(int length) {
    if (bytes.length < length) {
      bytes = new byte[Math.max(length, 2 * bytes.length)];
    }
    this.length = length;
    return bytes;
  }

  /**
   * Returns the array with the value.
   *
   * @return the array, of which the first {@link #length()} bytes are the value
   */
  public byte[] bytes() {
    return bytes;
  }

  /**
   * Returns the length of the value.
   *
   * @return the number of bytes
   */
  public int length() {
    return length;
  }
}
