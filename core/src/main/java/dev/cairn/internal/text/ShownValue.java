package dev.cairn.internal.text;

import java.util.HexFormat;

/** Formats a value for a message, in readable form and limited length. */
public final class ShownValue {
  /** The longest text that a message shows, in characters. */
  private static final int SHOWN_CHARS = 120;

  private ShownValue() {}

  /** Returns a value in readable form: strings in quotation marks, byte strings in hexadecimal. */
  public static String of(Object value) {
    if (value instanceof String text) {
      return QuotedText.of(text);
    }
    return value instanceof byte[] raw ? "0x" + HexFormat.of().formatHex(raw) : value.toString();
  }

  /** Returns the text, or its beginning and its end if it is too long for a message. */
  public static String abbreviated(String text) {
    return text.length() <= SHOWN_CHARS
        ? text
        : text.substring(0, SHOWN_CHARS * 2 / 3)
            + "…"
            + text.substring(text.length() - SHOWN_CHARS / 3);
  }
}
