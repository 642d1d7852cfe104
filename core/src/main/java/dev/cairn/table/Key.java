package dev.cairn.table;

import dev.cairn.internal.key.KeyCodec;
import dev.cairn.record.KeyType;
import java.util.List;

/**
 * Describes the type of the keys of a table or of an index: a tuple of typed components.
 *
 * <p>Made by {@link Keys}. Rows are found and scanned in key order, component by component: texts
 * by code point, numbers by value, false before true, byte strings and UUIDs as unsigned bytes,
 * enum constants by name. A key holds no null. Its encoded form, with the namespace, has 511 bytes
 * at most, LMDB's limit. Immutable.
 *
 * @param <K> the class of the keys
 */
public final class Key<K> {
  private final KeyCodec<K> codec;

  private Key(KeyCodec<K> codec) {
    this.codec = codec;
  }

  static <K> Key<K> of(KeyCodec<K> codec) {
    return new Key<>(codec);
  }

  /**
   * Returns the types of the components in order.
   *
   * @return the types, at least one; unmodifiable
   */
  public List<KeyType> components() {
    return codec.components();
  }

  /**
   * Returns how such keys are written and read.
   *
   * @return the codec
   * @hidden
   */
  public KeyCodec<K> codec() {
    return codec;
  }

  /**
   * Returns the component types, {@code (string, int)}.
   *
   * @return the types in parentheses
   */
  @Override
  public String toString() {
    return codec.toString();
  }
}
