package dev.cairn.internal.record;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import dev.cairn.internal.key.MalformedBytesException;
import dev.cairn.record.ValueType;
import java.util.Arrays;

/**
 * Encodes and decodes the header of a stored collection, which holds its size and says whether
 * elements can be null.
 *
 * <p>The header is twice the number of elements, plus one if some are null. Only then does a byte
 * precede each element: 1, or 0 for a null, which nothing follows. In a map it precedes the value.
 */
final class CollectionForm {
  /**
   * The most records without components in one list. They take no bytes, so that nothing else keeps
   * a few bytes from asking for any amount of memory.
   */
  private static final int MOST_BARE = 63;

  private CollectionForm() {}

  /**
   * Writes a header.
   *
   * @param first the type of the elements; of a map's keys
   * @throws IllegalArgumentException if there are more than can be read
   */
  static void writeHeader(int size, boolean withNulls, ValueType first, Output out) {
    if (!withNulls && isBare(first) && size > MOST_BARE) {
      throw new IllegalArgumentException(
          "a list of %,d records without components; store their number, there may be %d at most"
              .formatted(size, MOST_BARE));
    }
    // The size of a collection that fits into a value leaves the lowest bit free.
    out.writeVarInt(size << 1 | (withNulls ? 1 : 0), true);
  }

  /**
   * Reads a header.
   *
   * @param first the type of the elements; of a map's keys
   * @throws MalformedBytesException if the bytes that are left cannot hold so many
   */
  static int readHeader(Input in, ValueType first) {
    int header = in.readVarInt(true);
    boolean bare = (header & 1) == 0 && isBare(first);
    if (size(header) > (bare ? MOST_BARE : in.limit() - in.position())) {
      throw new MalformedBytesException(
          "a collection of %,d where %,d bytes are left"
              .formatted(size(header), in.limit() - in.position()));
    }
    return header;
  }

  /**
   * Reads the header of a set, which has no nulls.
   *
   * @return the number of elements
   */
  static int readSetSize(Input in, ValueType element) {
    int header = readHeader(in, element);
    if ((header & 1) != 0) {
      throw new MalformedBytesException("a set with nulls");
    }
    return size(header);
  }

  /** Returns whether values of a type take no bytes. */
  private static boolean isBare(ValueType type) {
    return type instanceof ValueType.Struct struct && struct.schema().components().isEmpty();
  }

  static int size(int header) {
    return header >>> 1;
  }

  /** Reads whether the next element is null. */
  static boolean isNull(int header, Input in) {
    return (header & 1) != 0 && in.readByte() == 0;
  }

  /**
   * Brings entries that were written one after another into the order of their keys' bytes, so that
   * equal sets and maps have equal bytes: {@code Set.of} iterates in another order in each JVM.
   *
   * @param starts the place of each entry in the output; its key comes first
   * @param keyEnds the end of each entry's key
   * @return whether no two keys are the same
   */
  static boolean sort(int[] starts, int[] keyEnds, Output out) {
    int count = starts.length;
    byte[] bytes = out.getBuffer();
    boolean sorted = true;
    for (int i = 1; i < count && sorted; i++) {
      sorted = compare(bytes, starts, keyEnds, i - 1, i) < 0;
    }
    if (sorted) {
      return true;
    }
    int begin = starts[0];
    int end = out.position();
    Integer[] order = new Integer[count];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> compare(bytes, starts, keyEnds, a, b));
    boolean distinct = true;
    for (int i = 1; i < count && distinct; i++) {
      distinct = compare(bytes, starts, keyEnds, order[i - 1], order[i]) != 0;
    }
    byte[] unsorted = Arrays.copyOfRange(bytes, begin, end);
    out.setPosition(begin);
    for (int entry : order) {
      int entryEnd = entry + 1 < count ? starts[entry + 1] : end;
      out.writeBytes(unsorted, starts[entry] - begin, entryEnd - starts[entry]);
    }
    return distinct;
  }

  private static int compare(byte[] bytes, int[] starts, int[] keyEnds, int a, int b) {
    return Arrays.compareUnsigned(bytes, starts[a], keyEnds[a], bytes, starts[b], keyEnds[b]);
  }
}
