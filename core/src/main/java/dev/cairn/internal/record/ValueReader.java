package dev.cairn.internal.record;

import com.esotericsoftware.kryo.io.Input;
import dev.cairn.internal.key.MalformedBytesException;
import dev.cairn.internal.key.UnfitValueException;

/** Decodes values of one stored type. */
@FunctionalInterface
interface ValueReader {

  /**
   * Reads a value, which may have something after it.
   *
   * @throws MalformedBytesException if the bytes are none
   * @throws UnfitValueException if they are one that the reader's Java type cannot hold
   */
  Object read(Input in);
}
