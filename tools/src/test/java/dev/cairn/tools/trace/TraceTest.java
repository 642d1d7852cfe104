package dev.cairn.tools.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that a trace (a recording of agents' writes) is read in its order, plain or compressed, and
 * that bad lines stop it or are counted.
 */
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
        .hasMessage(
            "t.jsonl:1: not UTF-8 after byte 39 of the line; convert the file, as with"
                + " iconv -f ISO-8859-1 -t UTF-8");
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

  @Test
  void aByteOrderMarkIsPassedOver() throws Exception {
    assertThat(read("\ufeff" + VISIT + "\n" + VISIT).lines()).hasSize(2);
    assertThat(read("\ufeff").lines()).isEmpty();
  }

  @Test
  void linesMayEndInCarriageReturnAndLineFeed() throws Exception {
    assertThat(read(VISIT + "\r\n\r\n" + VISIT + "\r\n").lines())
        .extracting(Trace.Line::number)
        .containsExactly(1, 3);
  }

  @Test
  void linesThatEndInACarriageReturnAloneAreToldSo() {
    assertThatThrownBy(() -> read(VISIT + "\r" + VISIT + "\r"))
        .isInstanceOf(BadLineException.class)
        .hasMessageStartingWith("t.jsonl:1: lines end in a carriage return alone; convert");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32"})
  void anotherEncodingIsNamedAlsoWhereBadLinesAreSkipped(String charset) throws Exception {
    byte[] bytes = VISIT.getBytes(charset);

    assertThatThrownBy(() -> read(bytes, Trace.BadLines.SKIP))
        .isInstanceOf(BadLineException.class)
        .hasMessageStartingWith("t.jsonl:1: the file is UTF-16 or UTF-32, and must be UTF-8");
  }

  @Test
  void compressedTracesAreRead() throws Exception {
    byte[] plain = ("\ufeff" + VISIT + "\n" + VISIT).getBytes(StandardCharsets.UTF_8);

    assertThat(read(gzip(plain), Trace.BadLines.REFUSE).lines()).hasSize(2);
    assertThat(read(Zstd.compress(plain), Trace.BadLines.REFUSE).lines()).hasSize(2);
  }

  @Test
  void damageInACompressedTraceIsNamedAlsoWhereBadLinesAreSkipped() throws Exception {
    byte[] plain = (VISIT + "\n").repeat(5000).getBytes(StandardCharsets.UTF_8);
    for (byte[] packed : List.of(gzip(plain), Zstd.compress(plain))) {
      for (int length : new int[] {5, packed.length / 2, packed.length - 3}) {
        byte[] cut = Arrays.copyOf(packed, length);
        assertThatThrownBy(() -> read(cut, Trace.BadLines.SKIP))
            .isInstanceOf(BadLineException.class)
            .hasMessageContaining("the compressed data is damaged or cut off");
      }
    }
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    }
    return packed.toByteArray();
  }

  private static Trace read(String text) throws IOException, BadLineException {
    return read(text.getBytes(StandardCharsets.UTF_8), Trace.BadLines.REFUSE);
  }

  private static Trace read(byte[] bytes, Trace.BadLines badLines)
      throws IOException, BadLineException {
    return Trace.read("t.jsonl", new ByteArrayInputStream(bytes), badLines);
  }
}
