package dev.cairn.tools.imports;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Cairn;
import dev.cairn.tools.imports.Import.Skip;
import dev.cairn.tools.trace.BadLineException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that broken and hostile sources are refused with their place, and are never changed. */
@Tag("slow")
class HostileSourceTest {
  @TempDir private Path directory;

  private Import read(Path path, String format) throws IOException, BadLineException {
    try (Source source = Source.of(String.valueOf(path.getFileName()), path)) {
      Optional<String> word = format.isEmpty() ? Optional.empty() : Optional.of(format);
      return Import.read(source, word, Samples.NO_MAPPING, Samples.NOW);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                                       | ``    | f: the file is of no known format",
        "just words                               | ``    | f: the file is of no known format",
        "{\\n\"a.com\": {\"visits\": }}           | ``    | f:2: not JSON: unexpected '}'",
        "{\"id\":1,\"text\":\"a\"}\\n{\"id\":2    | ``    | f:2: not a JSON object in one line",
        "[1,2]                                    | sites | f: no site memory",
        "7                                        | skills | f: no skill library",
        "number,body\\n1,2                        | csv   | f: there is no column 'id', there are number, body",
        "id,text\\n1,\"open                       | csv   | f:2: not a row of the table",
        "id,text\\n1,a,b,c                        | csv   | f:2: not a row of the table",
        "words                                    | nope  | --as must be chroma, csv",
        "words                                    | mem0  | f: it is no SQLite database",
        "words                                    | chroma | f: it is no SQLite database",
      })
  void aBrokenFileIsNamedWithItsLine(String text, String format, String complaint)
      throws IOException {
    Path file = directory.resolve("f");
    Files.write(file, text.replace("\\n", "\n").getBytes(UTF_8));

    assertThatThrownBy(() -> read(file, format))
        .isInstanceOfAny(IllegalArgumentException.class, BadLineException.class)
        .hasMessageStartingWith(complaint);
  }

  @Test
  void jsonThatNestsTooDeepIsRefused() throws IOException {
    Path file = directory.resolve("f");
    Files.writeString(file, "{\"a\":" + "[".repeat(100_000));

    assertThatThrownBy(() -> read(file, ""))
        .isInstanceOf(BadLineException.class)
        .hasMessageContaining("nests too deep");
  }

  @Test
  void aDatabaseThatIsCutOffOrDamagedIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(Samples.path("langgraph/store.db"));
    Path cut = Files.write(directory.resolve("cut"), Arrays.copyOf(whole, 9_000));
    byte[] damaged = whole.clone();
    Arrays.fill(damaged, 4_096, damaged.length, (byte) 0x5A);
    Path overwritten = Files.write(directory.resolve("damaged"), damaged);

    for (Path file : new Path[] {cut, overwritten}) {
      assertThatThrownBy(() -> read(file, ""))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(file.getFileName() + ": SQLite cannot read it: ")
          .hasMessageEndingWith("sqlite3 FILE .recover saves what is whole");
    }
  }

  @Test
  void aViewWithTheNameOfATableIsNotRead() throws Exception {
    Path file = directory.resolve("views.db");
    change(
        file,
        "CREATE VIEW episodes AS WITH RECURSIVE n(memory_id) AS (SELECT 1 UNION ALL SELECT"
            + " memory_id + 1 FROM n) SELECT memory_id FROM n");

    assertThatThrownBy(() -> read(file, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none that Cairn knows");
    assertThatThrownBy(() -> read(file, "episodes")).hasMessageContaining("no table 'episodes'");
  }

  /** The last commits are in the log beside the file until a program checkpoints it. */
  @Test
  void aWriteAheadLogIsReadAndLeftAsItIs() throws Exception {
    Path folder = Files.createDirectory(directory.resolve("live"));
    Path file = folder.resolve("episodes.db");
    try (Connection open = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = open.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("CREATE TABLE episodes (memory_id TEXT PRIMARY KEY, task TEXT)");
      statement.execute("INSERT INTO episodes VALUES ('a', 'only in the log')");
      Map<String, String> before = contents(folder);

      Samples.Recorded read = Samples.read(file, "episodes", Samples.NO_MAPPING);

      assertThat(read.items).hasSize(1);
      assertThat(contents(folder)).isEqualTo(before).containsKey("episodes.db-wal");
    }
  }

  @Test
  @Timeout(60)
  void aNoteOfOpenBracketsIsReadInTimeThatGrowsWithItsLength() throws Exception {
    Path file = Files.writeString(directory.resolve("n.md"), "[[1,2,3".repeat((1 << 20) / 7));

    Samples.Recorded read = Samples.read(file, "markdown", Samples.NO_MAPPING);

    assertThat(read.document("n.md").metadata().asMap()).isEmpty();
    Files.writeString(file, "[[1,2,3" + "x".repeat(1 << 20));
    assertThat(Samples.read(file, "markdown", Samples.NO_MAPPING).documents).hasSize(1);
  }

  @Test
  void aFolderBehindALinkIsRead() throws Exception {
    Path folder = Files.createDirectory(directory.resolve("vault"));
    Files.writeString(folder.resolve("a.md"), "[[b#part|shown]] text");
    Path link = Files.createSymbolicLink(directory.resolve("link"), folder);

    Samples.Recorded read = Samples.read(link, "markdown", Samples.NO_MAPPING);

    assertThat(read.document("a.md").metadata().get("links")).contains(List.of("b"));
  }

  @Test
  void theFirstRowOfATableMaySpanLines() throws Exception {
    Path file = Files.writeString(directory.resolve("t.csv"), "number,text\n1,\"a\nb\"\n");

    assertThatThrownBy(() -> read(file, "csv")).hasMessageContaining("no column 'id'");
  }

  @Test
  void namesThatAreNoMetadataAreToldAndTheRestIsTaken() throws Exception {
    Path file = directory.resolve("f");
    Files.writeString(
        file, "{\"id\":1,\"text\":\"a\",\"" + "x".repeat(300) + "\":1,\"\":2,\"y\":null}");

    Samples.Recorded read = Samples.read(file, "jsonl", Samples.NO_MAPPING);

    assertThat(read.document("1").metadata().asMap()).isEmpty();
    assertThat(read.skips).extracting(Skip::reason).hasSize(2).allMatch(r -> r.contains("bytes"));
  }

  /** A larger one than a text in memory can be: 300 rows of a million characters. */
  @Test
  @Timeout(60)
  void aTableOfAnySizeIsReadRowByRow() throws Exception {
    Path file = directory.resolve("t.csv.gz");
    byte[] text = "words and ".repeat(100_000).getBytes(UTF_8);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("id,text\n".getBytes(UTF_8));
      for (int i = 0; i < 300; i++) {
        out.write((i + ",").getBytes(UTF_8));
        out.write(text);
        out.write('\n');
      }
    }

    assertThat(read(file, "csv").documents()).isEqualTo(300);
  }

  @Test
  void aLineOfATableThatIsNoUtf8IsNamed() throws IOException {
    Path file = directory.resolve("t.csv");
    Files.write(file, "id,text\n1,one\n2,\u00E4\n".getBytes(ISO_8859_1));

    assertThatThrownBy(() -> read(file, "csv"))
        .isInstanceOf(BadLineException.class)
        .hasMessageStartingWith("t.csv:3: not UTF-8");
  }

  @Test
  void documentsOfCollectionsThatThereCannotBeAreLeftOutByTheFirstReading() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      lines.append(exported("a", "k" + i));
    }
    lines.append(exported("cairn:known", "k")).append(exported("x".repeat(101), "k"));
    Path file = Files.writeString(directory.resolve("f.jsonl"), lines);
    try (Source source = Source.of("f.jsonl", file);
        Cairn cairn = Cairn.open(directory.resolve("store"))) {
      Import read = Import.read(source, Optional.empty(), Samples.NO_MAPPING, Samples.NOW);

      assertThat(read.skips()).extracting(Skip::reason).hasSize(2).allMatch(r -> r.contains("--c"));
      assertThat(read.documents()).isEqualTo(300);
      assertThat(read.into(cairn.memory(), done -> {}).counts()).hasSize(1);
      assertThat(cairn.memory().documents("a").count()).isEqualTo(300);
    }
    Mapping own =
        new Mapping(Optional.empty(), Optional.empty(), List.of(), Optional.of("cairn:known"));
    try (Source source = Source.of("f.jsonl", file)) {
      assertThatThrownBy(() -> Import.read(source, Optional.empty(), own, Samples.NOW))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the library's own");
    }
  }

  private static String exported(String collection, String id) {
    return "{\"type\":\"document\",\"collection\":\"%s\",\"id\":\"%s\",\"text\":\"t\"}\n"
        .formatted(collection, id);
  }

  private static void change(Path file, String sql) throws SQLException {
    try (Connection open = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = open.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        contents.put(String.valueOf(file.getFileName()), Arrays.toString(Files.readAllBytes(file)));
      }
    }
    return contents;
  }
}
