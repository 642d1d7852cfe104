package dev.cairn.table;

import com.esotericsoftware.kryo.io.Input;

/**
 * The input over a stored value: it refuses a length that exceeds the value before memory is
 * allocated for it, which Kryo's own does not.
 */
final class PayloadInput extends Input {

  PayloadInput(byte[] value, int start) {
    super(value, start, value.length - start);
  }

  @Override
  public byte[] readBytes(int length) {
    refuseBeyondEnd(length);
    return super.readBytes(length);
  }

  @Override
  public String readString() {
    // The flag is set on all but short ASCII texts, which have no length.
    if (readVarIntFlag()) {
      int start = position;
      // Kryo writes the number of chars plus one, and no char takes less than a byte.
      refuseBeyondEnd(readVarIntFlag(true) - 1);
      position = start;
    }
    return super.readString();
  }

  private void refuseBeyondEnd(int length) {
    if (length > limit - position) {
      throw new MalformedBytesException(
          "a length of %,d where %,d bytes are left".formatted(length, limit - position));
    }
  }
}
