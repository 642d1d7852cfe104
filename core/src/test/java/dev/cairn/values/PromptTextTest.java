package dev.cairn.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a text for a prompt becomes one line without invisible characters. */
class PromptTextTest {
  /** Format characters that enclose the digits after them, and are visible. */
  private static final Set<Integer> VISIBLE_FORMATS =
      IntStream.of(
              0x600, 0x601, 0x602, 0x603, 0x604, 0x605, 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD,
              0x110CD)
          .boxed()
          .collect(Collectors.toUnmodifiableSet());

  @Test
  void ofAllCharactersOnlyTheVisibleOnesStay() {
    for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
      String in = "a" + Character.toString(point) + "b";
      String expected =
          isBreak(point)
              ? "a b"
              : isHalf(point) || isNoncharacter(point)
                  ? "a\uFFFDb"
                  : isInvisible(point) ? "ab" : in;

      assertThat(PromptText.line(in)).as("U+%04X", point).isEqualTo(expected);
    }
  }

  private static boolean isBreak(int point) {
    return point < 0x20
        || (point >= 0x7F && point < 0xA0)
        || point == 0xA0 // does not break
        || point == 0x1680 // of Ogham
        || (point >= 0x2000 && point <= 0x200A) // of some width
        || point == 0x2028
        || point == 0x2029
        || point == 0x202F // narrow, does not break
        || point == 0x205F // of mathematics
        || point == 0x2800
        || point == 0x3000 // ideographic
        || point == 0x1D159;
  }

  private static boolean isHalf(int point) {
    return point >= 0xD800 && point <= 0xDFFF;
  }

  private static boolean isNoncharacter(int point) {
    return (point & 0xFFFE) == 0xFFFE || (point >= 0xFDD0 && point <= 0xFDEF);
  }

  private static boolean isInvisible(int point) {
    boolean format = Character.getType(point) == Character.FORMAT;
    return (format && !VISIBLE_FORMATS.contains(point))
        || point == 0x034F // joins graphemes
        || in(point, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180F) // fillers, variants
        || point == 0x3164 // filler
        || in(point, 0x2060, 0x206F) // some are reserved
        || in(point, 0xFE00, 0xFE0F) // variants
        || point == 0xFFA0 // filler
        || in(point, 0xFFF0, 0xFFF8) // reserved
        || in(point, 0x13430, 0x1343F) // hieroglyphs; newer than JDK 17 in part
        || in(point, 0xE0000, 0xE0FFF); // tags, variants, reserved
  }

  private static boolean in(int point, int... bounds) {
    for (int i = 0; i < bounds.length; i += 2) {
      if (point >= bounds[i] && point <= bounds[i + 1]) {
        return true;
      }
    }
    return false;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain text, 'quotes' and a  wide blank",
        "übergroß, 日本語, हिन्दी, ไทย, עברית",
        "\uD83D\uDE00 a face",
        "\uD83D\uDC69\u200D\uD83D\uDCBB a woman at a computer",
        "\uD83D\uDC69\uD83C\uDFFD\u200D\uD83D\uDCBB with a tone of skin",
        "\u2764\uFE0F\u200D\uD83D\uDD25 a heart on fire",
        "1\uFE0F\u20E3 a key, \u2764\uFE0E a heart as text",
        "می\u200Cخواهم I want, in Persian",
        "क्\u200Dष two letters of Hindi, क्\u200Cष",
      })
  void whatHasAVisibleEffectStays(String text) {
    assertThat(PromptText.line(text)).isEqualTo(text);
  }

  @Test
  void whatHidesAMessageGoes() {
    String tags = "\uDB40\uDC68\uDB40\uDC69\uDB40\uDC7F";
    String variants = "\uFE00\uFE01\uDB40\uDD00";

    assertThat(PromptText.line("\uD83C\uDFF4" + tags)).isEqualTo("\uD83C\uDFF4");
    assertThat(PromptText.line("\uD83D\uDE00" + variants)).isEqualTo("\uD83D\uDE00");
    assertThat(PromptText.line("\u2764\uFE0F\uFE0F\uFE0E")).isEqualTo("\u2764\uFE0F");
    assertThat(PromptText.line("a\u200D\u200C\u200Bb\u200D")).isEqualTo("ab");
    assertThat(PromptText.line("\uD83D\uDC69\u200D\u200D\uD83D\uDCBB"))
        .isEqualTo("\uD83D\uDC69\u200D\uD83D\uDCBB");
    assertThat(PromptText.line("\u200D\uD83D\uDCBB\u200D")).isEqualTo("\uD83D\uDCBB");
  }

  @Test
  void halfCharactersAreReplacedAndWholeOnesStay() {
    assertThat(PromptText.line("\uDE00\uD83D")).isEqualTo("\uFFFD\uFFFD");
    assertThat(PromptText.line("\uD83D\uD83D\uDE00\uDE00")).isEqualTo("\uFFFD\uD83D\uDE00\uFFFD");
  }

  @Test
  void wordsHaveOneBlankBetweenThem() {
    assertThat(PromptText.words("\u3000a\r\n\r\n- b\u00A0\tc\u200B \u2028")).isEqualTo("a - b c");
    assertThat(PromptText.line("a\r\n b")).isEqualTo("a   b");
    assertThat(PromptText.line("a\u00A0\u3000b\u2003")).isEqualTo("a  b ");
  }

  @Test
  void aShortenedTextEndsBetweenTwoCharacters() {
    String family = "\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67";

    assertThat(PromptText.shortened("abc", 3)).isEqualTo("abc");
    assertThat(PromptText.shortened("abcd", 3)).isEqualTo("ab…");
    assertThat(PromptText.shortened("abcd", 1)).isEqualTo("…");
    assertThat(PromptText.shortened("a\uD83D\uDE00bc", 3)).isEqualTo("a…");
    assertThat(PromptText.shortened("a" + family + "bc", 9)).isEqualTo("a…");
    assertThat(PromptText.shortened("a" + family + "bc", 10)).isEqualTo("a" + family + "…");
    assertThat(PromptText.shortened("abu\u0308x", 4)).isEqualTo("ab…");
    assertThatIllegalArgumentException().isThrownBy(() -> PromptText.shortened("a", 0));
  }

  @Test
  void cleaningTwiceIsCleaningOnce() {
    int[] points = {
      'a', ' ', '\n', 0x2764, 0x1F469, 0x1F4BB, 0x1F3FD, 0x200D, 0x200C, 0xFE0F, 0xFE0E, 0x0915,
      0x094D, 0x0645, 0x202E, 0xE0041, 0xD83D, 0xDC00, 0x00AD, 0x0308
    };
    Random random = new Random(5);
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(8); length > 0; length--) {
        text.appendCodePoint(points[random.nextInt(points.length)]);
      }
      String line = PromptText.line(text.toString());
      String shortened = PromptText.shortened(line, 5);

      assertThat(PromptText.line(line)).isEqualTo(line);
      assertThat(shortened).hasSizeLessThanOrEqualTo(5);
      assertThat(PromptText.line(shortened)).isEqualTo(shortened);
    }
  }
}
