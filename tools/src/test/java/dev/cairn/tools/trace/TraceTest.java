package dev.cairn.tools.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TraceTest {
  private static final String VISIT =
      "{\"op\":\"visit\",\"url\":\"https://a.example/ä\",\"seconds\":1}";

  @Test
  void keepsTheOrderAndTheLinesNumbers() throws Exception {
    Trace trace = read(VISIT + "\n\n  \r\n" + VISIT.replace("a.example", "b.example"));

    assertThat(trace.lines()).extracting(Trace.Line::number).containsExactly(1, 4);
    assertThat(trace.lines())
        .extracting(line -> line.op().subject().toString())
        .containsExactly("site a.example", "site b.example");
    assertThat(trace.skipped()).isZero();
  }

  @Test
  void anEmptyTraceHasNoOperations() throws Exception {
    assertThat(read("").lines()).isEmpty();
  }

  @Test
  void theFirstBadLineEndsTheReadingAndIsNamed() {
    assertThatThrownBy(() -> read(VISIT + "\nnonsense\nmore nonsense\n"))
        .isInstanceOf(BadLineException.class)
        .hasMessageStartingWith("t.jsonl:2: not JSON: ");
  }

  @Test
  void badLinesCanBeCountedInstead() throws Exception {
    Trace trace =
        read(
            (VISIT + "\nnonsense\n" + VISIT + "\n[]").getBytes(StandardCharsets.UTF_8),
            Trace.BadLines.SKIP);

    assertThat(trace.lines()).extracting(Trace.Line::number).containsExactly(1, 3);
    assertThat(trace.skipped()).isEqualTo(2);
  }

  @Test
  void whatIsNoUtf8IsABadLine() {
    byte[] bytes = (VISIT + "\n" + VISIT).getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> read(bytes, Trace.BadLines.REFUSE))
        .isInstanceOf(BadLineException.class)
        .hasMessage("t.jsonl:1: not UTF-8");
  }

  @Test
  void aValueThatIsTooLongForAMessageIsShortened() {
    String line = VISIT.replace("a.example", "no host ".repeat(10_000));

    assertThatThrownBy(() -> read(line))
        .isInstanceOf(BadLineException.class)
        .hasMessageStartingWith("t.jsonl:1: ")
        .hasMessageContaining("no host no host")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1100));
  }

  private static Trace read(String text) throws IOException, BadLineException {
    return read(text.getBytes(StandardCharsets.UTF_8), Trace.BadLines.REFUSE);
  }

  private static Trace read(byte[] bytes, Trace.BadLines badLines)
      throws IOException, BadLineException {
    return Trace.read("t.jsonl", new ByteArrayInputStream(bytes), badLines);
  }
}
