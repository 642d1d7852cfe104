package dev.cairn.tools.dump;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.luben.zstd.ZstdOutputStream;
import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.maintenance.ContentsOptions;
import dev.cairn.maintenance.Maintenance;
import dev.cairn.maintenance.RestoreOptions;
import dev.cairn.maintenance.StoreBuilder;
import dev.cairn.maintenance.StoreContents;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a dump that contradicts itself is refused, with file, line and component. */
class BadDumpTest {
  /** The bytes that a full block of zstd holds. */
  private static final int BLOCK_BYTES = 1 << 17;

  @TempDir Path directory;
  private List<String> lines;

  @BeforeEach
  void dump() throws IOException {
    Path store = directory.resolve("store");
    try (Cairn cairn = Cairn.open(store)) {
      cairn.memory().sites().recordVisit("https://a.example/", Duration.ofSeconds(1));
      cairn.memory().sites().recordVisit("https://b.example/", Duration.ofSeconds(2));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (StoreContents contents = Maintenance.contents(store, ContentsOptions.defaults())) {
      new JsonDumpWriter(contents, contents.tables().all(), null).write(out, rows -> {});
    }
    lines = new ArrayList<>(out.toString(UTF_8).lines().toList());
  }

  /** Makes the trailer right again after a change. */
  private void reseal() {
    MessageDigest digest = DumpJson.digest();
    int last = lines.size() - 1;
    lines.subList(0, last).forEach(line -> digest.update((line + "\n").getBytes(UTF_8)));
    lines.set(
        last,
        "{\"end\":\"cairn dump\",\"rows\":%d,\"tables\":{\"sites\":%d},\"sha256\":\"%s\"}"
            .formatted(last - 1, last - 1, HexFormat.of().formatHex(digest.digest())));
  }

  private String text() {
    return String.join("\n", lines) + "\n";
  }

  private String refusal(String text) {
    return refusal(text.getBytes(UTF_8));
  }

  private String refusal(byte[] dump) {
    BadDumpException refused =
        catchThrowableOfType(BadDumpException.class, () -> restore(dump, false));
    assertThat(refused).isNotNull();
    assertThat(directory.resolve("copy")).doesNotExist();
    return String.valueOf(refused.getMessage());
  }

  private String restore(String text, boolean allowTruncated) throws Exception {
    return restore(text.getBytes(UTF_8), allowTruncated);
  }

  private String restore(byte[] dump, boolean allowTruncated) throws Exception {
    try (StoreBuilder builder =
        Maintenance.restore(
            directory.resolve("copy"), RestoreOptions.defaults().withTables(Memory.tables()))) {
      String untaken =
          DumpInput.of("dump", new ByteArrayInputStream(dump), allowTruncated)
              .read(builder, rows -> {});
      return builder.rows() + " " + untaken;
    }
  }

  @Test
  void whatIsWholeIsTaken() throws Exception {
    assertThat(restore(text(), false)).isEqualTo("2 null");
    reseal();
    assertThat(restore(text(), false)).isEqualTo("2 null");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"visits\":1|\"visits\":\"many\"|value › visits: 'many' where long is wanted",
        "\"visits\":1|\"visits\":1.5|value › visits: '1.5' where long is wanted",
        "\"visits\":1|\"visits\":9223372036854775808|value › visits: '9223372036854775808' where",
        "\"visits\":1|\"visits\":-5|table 'sites' does not take the row: ",
        "\"visits\":1|\"visits\":null|component visits is null where long is wanted",
        "\"visits\":1|\"visits\":1,\"x\":2|value › x: the schema has no such component",
        "\"visits\":1|\"visits\":1,\"visits\":2|value › visits: is there twice",
        "\"visits\":1,|\"name\":\"a\",|value › name: is there twice",
        "\"PT1S\"|\"soon\"|value › totalTime: 'soon' where duration is wanted",
        "\"PT1S\"|{}|value › totalTime: '{' where duration is wanted",
        "\"key\":[\"a.example\"]|\"key\":[1]|key: '1' where string is wanted",
        "\"key\":[\"a.example\"]|\"key\":[]|a key of table 'sites' is (string), and this one has 0",
        "\"key\":[\"a.example\"]|\"key\":[\"a\",\"b\"]|key: 'b' where the end of [string] is wanted",
        "\"key\":[\"a.example\"]|\"key\":[\"\\ud800\"]|unpaired surrogate",
        "\"table\":\"sites\"|\"table\":\"dogs\"|the header names no table 'dogs'",
        "\"table\":\"sites\"|\"tables\":\"sites\"|'tables' where 'table' is wanted",
        "\"namespace\":\"\"|\"namespace\":\"\",\"schema\":1|one of the table's 1 schemas",
        "\"value\":|\"value\";|it is no JSON",
        "\"value\":{|\"value\":[{|value: '[' where an object is wanted"
      })
  void aRowThatDoesNotFitIsNamed(String from, String to, String complaint) {
    assertThat(lines.get(1)).contains(from);
    lines.set(1, lines.get(1).replace(from, to));
    reseal();
    assertThat(refusal(text())).startsWith("dump, line 2: ").contains(complaint);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32"})
  void aDumpInAnotherEncodingIsToldSo(String charset) throws IOException {
    assertThat(refusal(text().getBytes(charset)))
        .startsWith("dump is UTF-16 or UTF-32, and must be UTF-8; convert it");
  }

  @Test
  void aDumpCompressedWithGzipIsToldSo() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(text().getBytes(UTF_8));
    }
    assertThat(refusal(packed.toByteArray()))
        .startsWith("dump is compressed with gzip; unpack it first");
  }

  /** Readers of JSON tell other encodings by such beginnings, and do not always read them. */
  @Test
  void aRowInAnotherEncodingIsNone() {
    lines.set(1, "\0\0\0{\0\u0011\0\0");
    reseal();
    assertThat(refusal(text())).startsWith("dump, line 2: it is no JSON: ");
  }

  @Test
  void aMissingComponentIsNamed() {
    lines.set(1, lines.get(1).replace("\"visits\":1,", ""));
    reseal();
    assertThat(refusal(text())).isEqualTo("dump, line 2: component visits is missing");
  }

  @Test
  void aRowThatIsThereTwiceIsNamed() {
    lines.add(3, lines.get(1));
    reseal();
    assertThat(refusal(text())).isEqualTo("dump, line 4: the row of this key is there twice");
  }

  @Test
  void rowsInAnotherOrderAreTaken() throws Exception {
    lines.add(1, lines.remove(2));
    reseal();
    assertThat(restore(text(), false)).isEqualTo("2 null");
  }

  @Test
  void aTrailerThatDoesNotFitIsRefused() {
    String whole = text();
    assertThat(refusal(whole.replace("PT1S", "PT9S")))
        .startsWith("dump, line 4: the checksum does not match: the trailer says ");
    assertThat(refusal(whole.replace("\"rows\":2", "\"rows\":3")))
        .startsWith("dump, line 4: the trailer says 3 rows, and there are 2");
    assertThat(refusal(whole.replace("{\"sites\":2", "{\"sites\":1")))
        .startsWith("dump, line 4: the trailer says 1 rows of table 'sites', and there are 2");
    assertThat(refusal(whole + lines.get(1) + "\n"))
        .isEqualTo("dump, line 5: something follows the trailer");
  }

  @Test
  void aHeaderThatNamesNoTableIsRefused() {
    String whole = text();
    assertThat(refusal(whole.replace("visits:long", "visits:number")))
        .startsWith("dump, line 1: malformed schema: expected a type");
    assertThat(refusal(whole.replace("\"key\":[\"string\"]", "\"key\":[\"text\"]")))
        .startsWith("dump, line 1: 'text' is no type of a key component");
    assertThat(refusal(whole.replace("\"name\":\"sites\"", "\"name\":\"Sites\"")))
        .startsWith("dump, line 1: table name 'Sites'");
  }

  /** Each cut is noticed, and no row is taken that is not whole. */
  @Test
  void aDumpCutAnywhereIsRefusedOrTakenAsFarAsItIsWhole() throws Exception {
    String whole = text();
    int header = lines.get(0).length() + 1;
    for (int length = header; length < whole.length(); length += 7) {
      String cut = whole.substring(0, length);
      assertThat(refusal(cut)).startsWith("dump").contains("cut off");
      long rows = cut.substring(header).chars().filter(c -> c == '\n').count();
      assertThat(restore(cut, true)).startsWith(rows + " dump");
    }
  }

  /** Any row of it may be wrong, since the checksum tells only that one is. */
  @Test
  void aDumpThatDoesNotFitItsTrailerIsRefusedAlsoIfTruncatedOnesAreAllowed() {
    for (String damaged :
        List.of(
            text().replace("PT1S", "PT9S"),
            text().replace(lines.get(1) + "\n", ""),
            text().replace("\"rows\":2", "\"rows\":3"))) {
      assertThatThrownBy(() -> restore(damaged, true))
          .isInstanceOf(BadDumpException.class)
          .hasMessageContaining("--allow-truncated takes nothing of it");
    }
  }

  /** Makes a dump of several blocks of zstd; returns how many rows are whole in the first. */
  private int growToSeveralBlocks() {
    String row = lines.get(1);
    lines.subList(1, lines.size() - 1).clear();
    for (int i = 0; i < 3000; i++) {
      lines.add(1 + i, row.replace("a.example", "a" + i + ".example"));
    }
    reseal();
    return (int) text().substring(0, BLOCK_BYTES).lines().count() - 2; // the header, a part of one
  }

  private static byte[] compressed(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZstdOutputStream out = new ZstdOutputStream(bytes).setChecksum(true)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  /** Returns where the content of a block begins (RFC 8878, 3.1.1.2). */
  private static int block(byte[] frame, int number) {
    int at = 6; // behind the header of a frame that says no more than the size of its window
    for (int i = 0; i < number; i++) {
      int header = (frame[at] & 0xFF) | (frame[at + 1] & 0xFF) << 8 | (frame[at + 2] & 0xFF) << 16;
      at += 3 + (header >> 3);
    }
    return at + 3;
  }

  @Test
  void rowsBeforeDamageInTheCompressedDataAreTakenIfAllowed() throws Exception {
    int rowsBefore = growToSeveralBlocks();
    byte[] dump = compressed(text());
    assertThat(restore(dump, false)).isEqualTo("3000 null");
    Arrays.fill(dump, block(dump, 1), block(dump, 2) - 3, (byte) 0xFF);

    assertThatThrownBy(() -> restore(dump, false))
        .isInstanceOf(BadDumpException.class)
        .hasMessageStartingWith("dump is not whole: the compressed data is damaged or cut off");
    assertThat(restore(dump, true)).startsWith(rowsBefore + " dump is not whole");

    byte[] cut = Arrays.copyOf(dump, block(dump, 1) + 10);
    assertThat(restore(cut, true)).startsWith(rowsBefore + " dump is not whole");
  }

  @Test
  void aCompressedDumpWithoutItsHeaderIsRefused() throws Exception {
    growToSeveralBlocks();
    byte[] dump = compressed(text());
    Arrays.fill(dump, block(dump, 0), block(dump, 1) - 3, (byte) 0xFF);
    for (boolean allowTruncated : List.of(false, true)) {
      assertThatThrownBy(() -> restore(dump, allowTruncated))
          .isInstanceOf(BadDumpException.class)
          .hasMessageStartingWith("dump is not whole");
    }
  }

  @Test
  void aCompressedDumpOfAnotherChecksumIsRefusedAlsoIfTruncatedOnesAreAllowed() throws Exception {
    growToSeveralBlocks();
    byte[] dump = compressed(text());
    dump[dump.length - 1] ^= 1;
    assertThatThrownBy(() -> restore(dump, true))
        .isInstanceOf(BadDumpException.class)
        .hasMessageStartingWith("dump is damaged: the checksum of zstd does not match")
        .hasMessageContaining("--allow-truncated takes nothing of it");
  }
}
