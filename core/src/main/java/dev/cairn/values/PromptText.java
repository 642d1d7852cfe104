package dev.cairn.values;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacter.JoiningType;
import com.ibm.icu.lang.UProperty;
import dev.cairn.internal.checks.Arguments;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cleans a text for the prompt of a language model, so that it is one line and contains no
 * invisible characters.
 *
 * <p>A stored text comes from a page or another model. In a prompt it must not pretend to be
 * another line, nor carry a message that a person who reads the prompt cannot see. So:
 *
 * <ul>
 *   <li>Control characters, line breaks and blanks of every other kind, such as the no-break and
 *       the ideographic one, become plain blanks, each of them one.
 *   <li>Half a character (an unpaired surrogate) and a noncharacter become U+FFFD.
 *   <li>Invisible characters are left out: format characters, such as the controls of writing
 *       direction and the tags of Unicode, fillers, and selectors of variants.
 * </ul>
 *
 * <p>Three kinds of invisible characters stay where a reader sees their effect. A zero-width joiner
 * stays between the parts of one emoji. A joiner or non-joiner stays where a host name may have
 * one: in Persian and in the scripts of India it changes how letters are written. One selector of
 * the text or emoji form stays after a character that has both forms. Selectors of other variants
 * change little in how a character looks, and a row of them can hide any text; the same is true of
 * tags, so a flag of Scotland becomes a black flag.
 */
public final class PromptText {
  private static final Pattern BLANKS = Pattern.compile("\\p{Z}+");
  private static final Pattern GRAPHEME = Pattern.compile("\\X");

  private static final int REPLACEMENT = 0xFFFD;

  /** Symbols without a mark: of Braille, and of a note that has no head. */
  private static final int BRAILLE_BLANK = 0x2800;

  private static final int NULL_NOTEHEAD = 0x1D159;

  private static final int NON_JOINER = 0x200C;
  private static final int JOINER = 0x200D;
  private static final int TEXT_FORM = 0xFE0E;
  private static final int EMOJI_FORM = 0xFE0F;
  private static final int VIRAMA = 9;

  private PromptText() {}

  /**
   * Returns {@code text} on one line, without invisible characters. It has as many blanks as the
   * text has, since a selector or a line of code depends on them, and all of them are plain ones.
   */
  public static String line(String text) {
    int clean = 0;
    while (clean < text.length() && isPrintableAscii(text.charAt(clean))) {
      clean++;
    }
    return clean == text.length() ? text : cleaned(text, clean);
  }

  /**
   * Returns {@code text} on one line, without invisible characters, with one blank in place of
   * several and none at either end.
   */
  public static String words(String text) {
    return BLANKS.matcher(line(text)).replaceAll(" ").strip();
  }

  /**
   * Returns {@link #words} of {@code text}, cut off where they are too long, with "…" at the end
   * then. A sequence that a reader takes for one character is never cut in two.
   *
   * @param maxChars the most UTF-16 code units of the result; at least 1
   * @throws IllegalArgumentException if {@code maxChars} is not positive
   */
  public static String shortened(String text, int maxChars) {
    Arguments.positive("maxChars", maxChars);
    String words = words(text);
    if (words.length() <= maxChars) {
      return words;
    }
    int end = 0;
    Matcher grapheme = GRAPHEME.matcher(words);
    while (grapheme.find() && grapheme.end() < maxChars) {
      end = grapheme.end();
    }
    // A joiner at the end has nothing to join any more.
    return line(words.substring(0, end)) + "…";
  }

  private static boolean isPrintableAscii(char c) {
    return c >= ' ' && c < 0x7F;
  }

  private static String cleaned(String text, int start) {
    StringBuilder clean = new StringBuilder(text.length()).append(text, 0, start);
    int next;
    for (int i = start; i < text.length(); i = next) {
      int point = text.codePointAt(i);
      next = i + Character.charCount(point);
      if (isBlank(point)) {
        clean.append(' ');
      } else if (isNoCharacter(point)) {
        clean.appendCodePoint(REPLACEMENT);
      } else if (!isInvisible(point) || hasEffect(point, clean, text, next)) {
        clean.appendCodePoint(point);
      }
    }
    return clean.toString();
  }

  private static boolean isBlank(int point) {
    int type = Character.getType(point);
    return type == Character.CONTROL
        || type == Character.SPACE_SEPARATOR
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || point == BRAILLE_BLANK
        || point == NULL_NOTEHEAD;
  }

  private static boolean isNoCharacter(int point) {
    return Character.getType(point) == Character.SURROGATE
        || UCharacter.hasBinaryProperty(point, UProperty.NONCHARACTER_CODE_POINT);
  }

  /** Some format characters are visible signs: they enclose the digits that follow. */
  private static boolean isInvisible(int point) {
    if (UCharacter.hasBinaryProperty(point, UProperty.DEFAULT_IGNORABLE_CODE_POINT)) {
      return true;
    }
    return UCharacter.getType(point) == Character.FORMAT
        && !UCharacter.hasBinaryProperty(point, UProperty.PREPENDED_CONCATENATION_MARK);
  }

  /** Returns whether an invisible character changes how its neighbours look. */
  private static boolean hasEffect(int point, StringBuilder before, String text, int next) {
    if (before.length() == 0) {
      return false;
    }
    int previous = before.codePointBefore(before.length());
    if (point == TEXT_FORM || point == EMOJI_FORM) {
      return has(previous, UProperty.EMOJI);
    }
    if (next == text.length() || (point != JOINER && point != NON_JOINER)) {
      return false;
    }
    int following = text.codePointAt(next);
    boolean emoji =
        point == JOINER
            && has(following, UProperty.EXTENDED_PICTOGRAPHIC)
            && (previous == EMOJI_FORM
                || has(previous, UProperty.EXTENDED_PICTOGRAPHIC)
                || has(previous, UProperty.EMOJI_MODIFIER));
    return emoji
        || (UCharacter.getCombiningClass(previous) == VIRAMA && UCharacter.isLetter(following))
        || (point == NON_JOINER && joinsLeft(previous) && joinsRight(following));
  }

  private static boolean has(int point, int property) {
    return UCharacter.hasBinaryProperty(point, property);
  }

  private static boolean joinsLeft(int point) {
    int type = UCharacter.getIntPropertyValue(point, UProperty.JOINING_TYPE);
    return type == JoiningType.DUAL_JOINING || type == JoiningType.LEFT_JOINING;
  }

  private static boolean joinsRight(int point) {
    int type = UCharacter.getIntPropertyValue(point, UProperty.JOINING_TYPE);
    return type == JoiningType.DUAL_JOINING || type == JoiningType.RIGHT_JOINING;
  }
}
