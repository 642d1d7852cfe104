package dev.cairn.internal.record;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import dev.cairn.internal.key.MalformedBytesException;
import dev.cairn.internal.key.UnfitValueException;
import java.util.function.Function;

/**
 * Encodes and decodes the null bits of a stored record: one bit for each component that may be
 * null. The components that are not null follow.
 *
 * <p>The bits go from the lowest of the first byte up. Only inputs and outputs over an array are
 * used, so the bits can be set and tested in place.
 */
final class Payload {
  private Payload() {}

  /** Makes room for the bits, all zero, and returns where they are. */
  static int writeNulls(Output out, int bytes) {
    int position = out.position();
    for (int i = 0; i < bytes; i++) {
      out.writeByte(0);
    }
    return position;
  }

  static void setNull(Output out, int nulls, int bit) {
    out.getBuffer()[nulls + (bit >>> 3)] |= (byte) (1 << (bit & 7));
  }

  /** Passes the bits, and returns where they are. */
  static int skipNulls(Input in, int bytes) {
    int position = in.position();
    if (bytes > in.limit() - position) {
      throw new MalformedBytesException("the value ends before its first component");
    }
    in.setPosition(position + bytes);
    return position;
  }

  /** Tells whether any bit is set; most records have no nulls. */
  static boolean hasNulls(Input in, int nulls, int bytes) {
    byte[] buffer = in.getBuffer();
    int bits = 0;
    for (int i = 0; i < bytes; i++) {
      bits |= buffer[nulls + i];
    }
    return bits != 0;
  }

  static boolean isNull(Input in, int nulls, int bit) {
    return (in.getBuffer()[nulls + (bit >>> 3)] >>> (bit & 7) & 1) != 0;
  }

  /**
   * Reads a value that ends where the input does.
   *
   * @throws UnfitValueException if the reader throws one
   * @throws MalformedBytesException if it does not, or if it cannot be read for any other reason
   */
  static <T> T readWhole(Input in, Function<Input, T> reader) {
    T value;
    try {
      value = reader.apply(in);
    } catch (MalformedBytesException | UnfitValueException e) {
      throw e;
    } catch (RuntimeException e) {
      // Kryo and the constructors of values throw many kinds; here each means the same.
      throw new MalformedBytesException("its bytes are not of its schema: " + e, e);
    }
    if (in.position() != in.limit()) {
      throw new MalformedBytesException(
          "%d bytes are left after its last component".formatted(in.limit() - in.position()));
    }
    return value;
  }
}
