package dev.cairn.tools.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.util.BitSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests that every character is printed as it is or as an escape, and that no text can control a
 * terminal.
 */
@Tag("slow")
class TerminalTextTest {
  /** The Default_Ignorable_Code_Points of Unicode 16: first and last of each range. */
  private static final int[][] IGNORABLE = {
    {0xAD, 0xAD},
    {0x34F, 0x34F},
    {0x61C, 0x61C},
    {0x115F, 0x1160},
    {0x17B4, 0x17B5},
    {0x180B, 0x180F},
    {0x200B, 0x200F},
    {0x202A, 0x202E},
    {0x2060, 0x206F},
    {0x3164, 0x3164},
    {0xFE00, 0xFE0F},
    {0xFEFF, 0xFEFF},
    {0xFFA0, 0xFFA0},
    {0xFFF0, 0xFFF8},
    {0x1BCA0, 0x1BCA3},
    {0x1D173, 0x1D17A},
    {0xE0000, 0xE0FFF},
  };

  /** Regular expressions know these by Unicode's names. */
  private static final Pattern DANGEROUS =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\p{IsNoncharacter_Code_Point}]");

  private static BitSet escaped() {
    BitSet escaped = new BitSet();
    for (int[] range : IGNORABLE) {
      escaped.set(range[0], range[1] + 1);
    }
    IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
        .filter(codePoint -> DANGEROUS.matcher(Character.toString(codePoint)).matches())
        .forEach(escaped::set);
    escaped.clear('\n');
    escaped.clear('\t');
    return escaped;
  }

  /** The tables of the JDK grow with it: the output must not depend on its version. */
  @Test
  void whatUnicodeHasNotAssignedIsEscapedOnEveryJdkAndWhatItHasIsNot() {
    assertThat(TerminalText.lines("\u0378\u05CF")).isEqualTo("\\u0378\\u05cf");
    assertThat(TerminalText.lines(Character.toString(0x2FFFD))).isEqualTo("\\ud87f\\udffd");
    String young = Character.toString(0x1FAE9); // a face of Unicode 16, which JDK 17 lacks
    assertThat(TerminalText.lines(young)).isEqualTo(young);
    String control = Character.toString(0x13439); // of hieroglyphs, Unicode 15
    assertThat(TerminalText.lines(control)).isEqualTo("\\ud80d\\udc39");
    String own = Character.toString(0xE000); // of private use
    assertThat(TerminalText.lines(own)).isEqualTo(own);
  }

  @Test
  void everyCodePointIsPrintedAsItIsOrAsAnEscape() {
    BitSet escaped = escaped();
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      String text = "a" + Character.toString(codePoint) + "b";
      String printed = TerminalText.lines(text);
      if (escaped.get(codePoint)) {
        assertThat(printed).as("%x", codePoint).matches("a(\\\\u[0-9a-f]{4}){1,2}b");
      } else if (Character.isLetterOrDigit(codePoint) || codePoint < 0x7F) {
        assertThat(printed).isEqualTo(text);
      } else {
        assertThat(printed).matches(s -> s.equals(text) || s.matches("a(\\\\u[0-9a-f]{4}){1,2}b"));
      }
      assertThat(printed.codePoints()).noneMatch(escaped::get);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "plain text",
    "zażółć gęślą jaźń",
    "日本語",
    "שלום",
    "नमस्ते",
    "😀 🇵🇱",
    "a\u00a0b",
    "→ › … –"
  })
  void ordinaryTextStaysAsItIs(String text) {
    assertThat(TerminalText.line(text)).isEqualTo(text);
    assertThat(TerminalText.isPrinted(text)).isTrue();
  }

  @Test
  void sequencesForTerminalsBecomeVisible() {
    assertThat(TerminalText.line("\u001b[31mred\u001b]0;title\u0007 \u009b31m \u202egnp.exe"))
        .isEqualTo("\\u001b[31mred\\u001b]0;title\\u0007 \\u009b31m \\u202egnp.exe");
    assertThat(TerminalText.line("hi\udb40\udc41 \ud83d end"))
        .isEqualTo("hi\\udb40\\udc41 \\ud83d end");
  }

  @Test
  void aLineHasNoLineEnds() {
    assertThat(TerminalText.line(" a\r\n\tb\u000bc\fd\u0085e\u2028f\u2029\n"))
        .isEqualTo("a b c d e f");
    assertThat(TerminalText.lines("a\r\n\tb\n")).isEqualTo("a\\u000d\n\tb\n");
  }

  @Test
  void aWriterPrintsTheSameHoweverTheTextIsCut() throws IOException {
    String text = "a😀\ud83d b\udc00\u001b\udb40\udc41\n\ud83d";
    for (int cut = 0; cut <= text.length(); cut++) {
      StringWriter printed = new StringWriter();
      try (TerminalWriter out = new TerminalWriter(printed)) {
        out.write(text.substring(0, cut));
        out.flush();
        out.write(text.substring(cut));
      }
      assertThat(printed.toString()).isEqualTo(TerminalText.lines(text));
    }
  }

  @Test
  void theLogOfALibraryIsPrintedLineByLine() {
    StringWriter printed = new StringWriter();
    try (var log = LogStream.to(new java.io.PrintWriter(new TerminalWriter(printed)))) {
      log.println("opened ż\u001b[0m");
      log.print("half a ");
      log.println("line");
    }
    assertThat(printed.toString().lines()).containsExactly("opened ż\\u001b[0m", "half a line");
  }
}
