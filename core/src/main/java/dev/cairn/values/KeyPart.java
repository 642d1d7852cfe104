package dev.cairn.values;

import dev.cairn.internal.checks.Arguments;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Makes texts fit into a key, whose length is limited: refuses a name that is too long, and
 * shortens a description.
 *
 * <p>A key has 511 bytes for its table, its namespace and all its components. A name that does not
 * fit is refused before its write is queued. Descriptions come from language models and may have
 * any length; their rows are found by a {@linkplain #shortened short form}.
 */
public final class KeyPart {
  /** A description of at most this many bytes is its own short form. */
  private static final int WHOLE_BYTES = 120;

  /** The bytes of a longer description that its short form shows, for people who read keys. */
  private static final int SHOWN_BYTES = 60;

  private static final int SHOWN_IN_MESSAGE = 80;

  private KeyPart() {}

  /**
   * Returns {@code value}, a name that is to be part of a key.
   *
   * @throws IllegalArgumentException if it is null or blank, has more than {@code maxBytes} bytes
   *     as UTF-8, or has no UTF-8 form because of an unpaired surrogate
   */
  public static String name(String argument, @Nullable String value, int maxBytes) {
    String name = Arguments.notBlank(argument, value);
    int bytes = keyLength(name);
    if (bytes < 0) {
      throw new IllegalArgumentException(
          argument
              + " has half a character (an unpaired surrogate): "
              + Arguments.quoted(name, SHOWN_IN_MESSAGE));
    }
    if (bytes > maxBytes) {
      throw new IllegalArgumentException(
          "%s has %,d bytes, and may have %d at most: %s"
              .formatted(argument, bytes, maxBytes, Arguments.quoted(name, SHOWN_IN_MESSAGE)));
    }
    return name;
  }

  /**
   * Returns a text of at most 125 bytes that stands for {@code description} in a key: itself if it
   * is short enough, else how it begins and its SHA-256.
   *
   * <p>Two descriptions have one short form only if their hashes collide: a form with a hash is
   * longer than any without.
   *
   * @throws IllegalArgumentException if the description is null or blank
   */
  public static String shortened(String argument, @Nullable String description) {
    return shortForm(Arguments.notBlank(argument, description));
  }

  /**
   * Returns the short form of a text, as {@link #shortened} does, where the text may be blank or
   * empty.
   *
   * @throws IllegalArgumentException if the text is null
   */
  public static String shortForm(@Nullable String any) {
    String text = Arguments.notNull("text", any);
    int bytes = keyLength(text);
    return bytes >= 0 && bytes <= WHOLE_BYTES
        ? text
        : beginning(text) + '~' + HexFormat.of().formatHex(sha256(text));
  }

  /** Returns the first characters, filled up to exactly {@link #SHOWN_BYTES} bytes. */
  private static String beginning(String text) {
    StringBuilder shown = new StringBuilder(SHOWN_BYTES);
    int bytes = 0;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      boolean half = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
      int shownPoint = half ? '?' : point;
      if (bytes + keyLength(shownPoint) > SHOWN_BYTES) {
        break;
      }
      shown.appendCodePoint(shownPoint);
      bytes += keyLength(shownPoint);
      i += Character.charCount(point);
    }
    return shown.append("~".repeat(SHOWN_BYTES - bytes)).toString();
  }

  /** Hashes the UTF-16 form, which every text has, even one with half a character. */
  private static byte[] sha256(String text) {
    byte[] utf16 = new byte[2 * text.length()];
    for (int i = 0; i < text.length(); i++) {
      utf16[2 * i] = (byte) (text.charAt(i) >>> 8);
      utf16[2 * i + 1] = (byte) text.charAt(i);
    }
    try {
      return MessageDigest.getInstance("SHA-256").digest(utf16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Returns the bytes of {@code text} in a key, or -1 if it has an unpaired surrogate. */
  private static int keyLength(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        bytes += keyLength((int) c);
      } else if (Character.isSupplementaryCodePoint(text.codePointAt(i))) {
        bytes += 4;
        i++;
      } else {
        return -1;
      }
    }
    return bytes;
  }

  /** Returns the bytes of a code point in a key: as in UTF-8, but U+0000 takes two. */
  private static int keyLength(int point) {
    return point > 0 && point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4;
  }
}
