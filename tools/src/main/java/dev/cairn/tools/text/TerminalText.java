package dev.cairn.tools.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterEnums.ECharacterCategory;

/**
 * Decides which characters are safe to print on a terminal, and writes the others as escapes.
 *
 * <p>A stored text may hold anything: sequences that command a terminal, controls of the writing
 * direction, hidden words, halves of surrogate pairs. Each UTF-16 unit of such a character becomes
 * {@code \}{@code u} and four hexadecimal digits. A reader sees that it is there, and in a string
 * of JSON it still stands for itself.
 *
 * <p>Escaped are: controls, except tab and line feed; format characters, among them the zero-width
 * and bidirectional ones and the tags; line and paragraph separators; lone surrogates;
 * noncharacters; code points that Unicode has not assigned; and all else that Unicode displays as
 * nothing. ICU's tables decide, which are the same on every JDK. Letters of scripts that run from
 * right to left are printed, and a terminal may show a line that has some in another order.
 */
public final class TerminalText {
  /**
   * Code points that are displayed as nothing, though Unicode gives them no category that says so:
   * first and last of each range.
   */
  private static final int[][] INVISIBLE = {
    {0x034F, 0x034F}, // combining grapheme joiner
    {0x115F, 0x1160}, // fillers of Hangul
    {0x17B4, 0x17B5}, // inherent vowels of Khmer
    {0x180B, 0x180F}, // variation selectors of Mongolian
    {0x2060, 0x206F}, // joiners and invisible operators
    {0x2800, 0x2800}, // the pattern of Braille without a dot
    {0x3164, 0x3164}, // filler of Hangul
    {0xFE00, 0xFE0F}, // variation selectors
    {0xFFA0, 0xFFA0}, // filler of Hangul, half width
    {0xFFF0, 0xFFFB}, // specials
    {0x1D159, 0x1D159}, // null note head
    {0xE0000, 0xE0FFF}, // tags and variation selectors
  };

  private TerminalText() {}

  /** Returns whether a code point, or a lone surrogate, is printed as it is. */
  public static boolean isPrinted(int codePoint) {
    if (codePoint < 0x7F) {
      return codePoint >= ' ' || codePoint == '\n' || codePoint == '\t';
    }
    switch (UCharacter.getType(codePoint)) {
      case ECharacterCategory.CONTROL,
          ECharacterCategory.FORMAT,
          ECharacterCategory.SURROGATE,
          ECharacterCategory.LINE_SEPARATOR,
          ECharacterCategory.PARAGRAPH_SEPARATOR,
          ECharacterCategory.UNASSIGNED -> { // noncharacters are unassigned
        return false;
      }
      default -> {
        return !isInvisible(codePoint);
      }
    }
  }

  private static boolean isInvisible(int codePoint) {
    for (int[] range : INVISIBLE) {
      if (codePoint <= range[1]) {
        return codePoint >= range[0];
      }
    }
    return false;
  }

  /** Returns whether {@link #lines} returns {@code text} as it is. */
  public static boolean isPrinted(String text) {
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      if (!isPrinted(codePoint)) {
        return false;
      }
      i += Character.charCount(codePoint);
    }
    return true;
  }

  /** Returns {@code text} as it is printed; its line feeds and tabs stay. */
  public static String lines(String text) {
    if (isPrinted(text)) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(codePoint -> append(codePoint, out));
    return out.toString();
  }

  /** Returns {@code text} as it is printed in one line: line ends and tabs become spaces. */
  public static String line(String text) {
    return lines(text.replaceAll("[\\s\\u0085\\u2028\\u2029]+", " ").strip());
  }

  private static void append(int codePoint, StringBuilder out) {
    if (isPrinted(codePoint)) {
      out.appendCodePoint(codePoint);
    } else {
      for (char unit : Character.toChars(codePoint)) {
        out.append("\\u%04x".formatted((int) unit));
      }
    }
  }
}
