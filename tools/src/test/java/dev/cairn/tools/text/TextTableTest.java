package dev.cairn.tools.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** Tests that a table aligns its columns, and shortens texts on a narrow terminal. */
class TextTableTest {
  private final TextTable table =
      new TextTable()
          .column("SITE", TextTable.Kind.NAME)
          .column("VISITS", TextTable.Kind.FIGURE)
          .column("WHAT IT IS", TextTable.Kind.TEXT)
          .row("a.example", "7", "a place to try things, and more words than one needs")
          .row("longer.example", "1,234", "another");

  @Test
  void alignsItsColumns() {
    assertThat(printed(Integer.MAX_VALUE))
        .isEqualTo(
            """
            SITE            VISITS  WHAT IT IS
            a.example            7  a place to try things, and more words than one needs
            longer.example   1,234  another
            """);
  }

  @Test
  void cutsTextsWhereTheTerminalIsNarrow() {
    assertThat(printed(40))
        .isEqualTo(
            """
            SITE            VISITS  WHAT IT IS
            a.example            7  a place to try …
            longer.example   1,234  another
            """);
  }

  @Test
  void cutsNamesOnlyWhereThatIsNotEnough() {
    assertThat(printed(34))
        .isEqualTo(
            """
            SITE          VISITS  WHAT IT IS
            a.example          7  a place to …
            longer.exam…   1,234  another
            """);
  }

  @Test
  void keepsACellOnItsLine() {
    StringWriter text = new StringWriter();
    new TextTable()
        .column("A", TextTable.Kind.TEXT)
        .row("one\n\ttwo\u001b[31m red")
        .print(new PrintWriter(text, true), 80);
    assertThat(text.toString().lines()).containsExactly("A", "one two\\u001b[31m red");
  }

  private String printed(int width) {
    StringWriter text = new StringWriter();
    table.print(new PrintWriter(text, true), width);
    return text.toString().replace(System.lineSeparator(), "\n");
  }
}
