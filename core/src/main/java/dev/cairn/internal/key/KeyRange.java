package dev.cairn.internal.key;

import dev.cairn.internal.engine.Engine;
import java.util.Arrays;
import java.util.List;

/**
 * A range of encoded keys that begin with the same components.
 *
 * @param from the first key, inclusive
 * @param to the end, exclusive; 511 bytes at most, like {@code from}
 */
@SuppressWarnings("ArrayRecordComponent") // a parameter object that nothing compares
public record KeyRange(byte[] from, byte[] to) {

  /**
   * Returns the range of the keys with a prefix, narrowed by bounds on what follows it.
   *
   * @param key the encoding of the keys
   * @param tablePrefix the bytes with which all keys of the table begin
   * @param prefix the first components of the wanted keys
   * @param from the components that follow the prefix in the least key; empty for no lower bound
   * @param before the components that follow it in the first key that is too great; empty for no
   *     upper bound
   * @throws IllegalArgumentException if a component is not of the key's type, if there are too
   *     many, or if they are longer than a key may be
   */
  public static KeyRange of(
      KeyCodec<?> key, byte[] tablePrefix, List<?> prefix, List<?> from, List<?> before) {
    TupleWriter out = new TupleWriter().writeRaw(tablePrefix);
    int components = key.appendPrefix(out, 0, prefix);
    byte[] start = out.toKey("the prefix of the scan");
    key.appendPrefix(out, components, from);
    byte[] least = out.toKey("the lower bound of the scan");
    if (before.isEmpty()) {
      return new KeyRange(least, endOf(start));
    }
    key.appendPrefix(out.reset(start.length), components, before);
    return new KeyRange(least, out.toKey("the upper bound of the scan"));
  }

  /**
   * Returns the end, exclusive, of the keys that begin with these whole components.
   *
   * <p>The components followed by 0xFF, as {@link TupleWriter} explains. Where that would be longer
   * than a key may be, only one key has this prefix, and the next bytes of the same length end it.
   */
  public static byte[] endOf(byte[] components) {
    if (components.length < Engine.MAX_KEY_BYTES) {
      byte[] end = Arrays.copyOf(components, components.length + 1);
      end[components.length] = TupleCode.ESCAPE;
      return end;
    }
    int last = components.length - 1;
    while (components[last] == (byte) 0xFF) {
      last--;
    }
    byte[] end = Arrays.copyOf(components, last + 1);
    end[last]++;
    return end;
  }
}
