package dev.cairn.internal.key;

import dev.cairn.internal.text.ShownValue;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** Decodes keys without knowing their types, and formats them for messages. */
public final class KeyText {
  private KeyText() {}

  /**
   * Decodes a tuple by its type codes alone: byte[], String, Long, Double, Boolean and UUID. An
   * instant is two integers there, an enum constant a string.
   *
   * @param start the offset of the tuple, in bytes
   * @throws MalformedBytesException if it is no tuple
   */
  public static List<Object> components(byte[] tuple, int start) {
    TupleReader reader = new TupleReader(tuple, start);
    List<Object> components = new ArrayList<>();
    while (!reader.atEnd()) {
      components.add(reader.readAny());
    }
    return components;
  }

  /**
   * Returns the tuple that begins at {@code start} in readable form, {@code ("a", 5, 0x00ff)}; in
   * hexadecimal if it is no tuple. Never throws.
   */
  public static String describe(byte[] tuple, int start) {
    try {
      return tuple(components(tuple, start));
    } catch (MalformedBytesException e) {
      return "0x" + HexFormat.of().formatHex(tuple, Math.min(start, tuple.length), tuple.length);
    }
  }

  /** Returns components in readable form, {@code ("a", 5)}. */
  public static String tuple(List<Object> components) {
    return components.stream().map(ShownValue::of).collect(Collectors.joining(", ", "(", ")"));
  }
}
