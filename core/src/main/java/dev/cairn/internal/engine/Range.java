package dev.cairn.internal.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A range of keys in the storage engine, in unsigned byte order.
 *
 * @param from the first key of the range; empty: from the beginning
 * @param before the first key after the range, or null: to the end
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy a scan would be waste
public record Range(byte[] from, byte @Nullable [] before) {

  /**
   * Returns the range of all keys that begin with {@code prefix}.
   *
   * @param prefix the beginning
   * @return the range
   */
  public static Range prefix(byte[] prefix) {
    return new Range(prefix, after(prefix));
  }

  /**
   * Returns the first key that is behind every key which begins with {@code prefix}.
   *
   * @param prefix the beginning
   * @return that key, or null if there is none (a prefix of only 0xFF bytes)
   */
  public static byte @Nullable [] after(byte[] prefix) {
    int length = prefix.length;
    while (length > 0 && prefix[length - 1] == (byte) 0xFF) {
      length--;
    }
    if (length == 0) {
      return null;
    }
    byte[] after = Arrays.copyOf(prefix, length);
    after[length - 1]++;
    return after;
  }
}
