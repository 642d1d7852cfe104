package dev.cairn.tools.dump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.maintenance.ContentsOptions;
import dev.cairn.maintenance.Maintenance;
import dev.cairn.maintenance.ProgressListener;
import dev.cairn.maintenance.RestoreOptions;
import dev.cairn.maintenance.StoreBuilder;
import dev.cairn.maintenance.StoreContents;
import dev.cairn.record.KeyType;
import dev.cairn.record.Schema;
import dev.cairn.stored.GenericRow;
import dev.cairn.stored.StoredTable;
import dev.cairn.tools.text.TerminalText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;

/** Tests that a dump that is restored and dumped again has the same rows, byte by byte. */
@Tag("slow")
class DumpRoundTripTest {
  record Line(String namespace, List<Object> key, Map<String, Object> value) {}

  record Content(List<String> key, Schema schema, List<Line> rows) {}

  @Provide
  Arbitrary<Content> contents() {
    return Combinators.combine(AnyValues.keyTypes(), AnyValues.schemas())
        .flatAs(
            (key, schema) ->
                Combinators.combine(
                        AnyValues.namespaces(), AnyValues.keys(key), AnyValues.records(schema))
                    .as(Line::new)
                    .list()
                    .ofMaxSize(5)
                    .map(rows -> new Content(key, schema, rows)));
  }

  @Property(seed = "1", tries = 150, shrinking = ShrinkingMode.BOUNDED)
  void everythingComesBack(@ForAll("contents") Content content) throws Exception {
    Path directory = Files.createTempDirectory("cairn-dump-");
    try {
      Path first = directory.resolve("first");
      fill(first, content);
      byte[] dump = dump(first);
      Path second = directory.resolve("second");
      restore(dump, second);
      assertThat(entries(second)).isEqualTo(entries(first));
      assertThat(rows(dump(second))).isEqualTo(rows(dump));
    } finally {
      remove(directory);
    }
  }

  /** Java does not read again all that BigDecimal.toString writes. */
  @Example
  void decimalsOfAnyScaleComeBack() throws Exception {
    List<BigDecimal> decimals =
        Stream.of(Integer.MIN_VALUE, Integer.MIN_VALUE + 1, -7, 0, 7, Integer.MAX_VALUE)
            .flatMap(
                scale ->
                    Stream.of("0", "7", "-12345")
                        .map(unscaled -> new BigDecimal(new BigInteger(unscaled), scale)))
            .toList();
    everythingComesBack(
        new Content(
            List.of("int"),
            Schema.parse("{decimals:list<decimal>}"),
            List.of(new Line("", List.of(1), Map.of("decimals", decimals)))));
  }

  /**
   * A half surrogate has no UTF-8; other characters command terminals, or end lines for readers.
   */
  @Property(seed = "1", tries = 50)
  void aDumpIsAlwaysUtf8AndSafeToPrint(@ForAll("contents") Content content) throws Exception {
    Path directory = Files.createTempDirectory("cairn-dump-");
    try {
      fill(directory.resolve("first"), content);
      byte[] dump = dump(directory.resolve("first"));
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(dump)).toString();
      assertThat(text.lines().count()).isGreaterThanOrEqualTo(2);
      assertThat(text.codePoints().filter(c -> !TerminalText.isPrinted(c))).isEmpty();
    } finally {
      remove(directory);
    }
  }

  @Example
  void textsOfAllCharactersComeBackAndAreEscapedWhereTheyAreNotSafe() throws Exception {
    List<Line> rows = new ArrayList<>();
    for (int first = 0; first <= Character.MAX_CODE_POINT; first += 128) {
      StringBuilder text = new StringBuilder();
      for (int c = first; c < first + 128; c++) {
        text.appendCodePoint(c).append('.');
      }
      String key = text.toString();
      rows.add(new Line("", List.of(first), Map.of("text", key, "map", Map.of(key, "x"))));
    }
    Content content =
        new Content(List.of("int"), Schema.parse("{text:string,map:map<string,string>}"), rows);
    everythingComesBack(content);
    aDumpIsAlwaysUtf8AndSafeToPrint(content);
  }

  /** A mail program or an editor may have changed the line ends, or put a mark before the first. */
  @Property(seed = "1", tries = 20)
  void aDumpWithOtherLineEndsOrAByteOrderMarkIsTheSameDump(@ForAll("contents") Content content)
      throws Exception {
    Path directory = Files.createTempDirectory("cairn-dump-");
    try {
      Path first = directory.resolve("first");
      fill(first, content);
      String dump = new String(dump(first), StandardCharsets.UTF_8);
      ByteArrayOutputStream mdb = new ByteArrayOutputStream();
      try (StoreContents contents = Maintenance.contents(first, ContentsOptions.defaults())) {
        contents.writeMdbDump(mdb, ProgressListener.none());
      }
      List<String> changed =
          List.of(
              dump.replace("\n", "\r\n"),
              "\ufeff" + dump,
              mdb.toString(StandardCharsets.UTF_8).replace("\n", "\r\n"));
      for (int i = 0; i < changed.size(); i++) {
        Path other = directory.resolve("other" + i);
        restore(changed.get(i).getBytes(StandardCharsets.UTF_8), other);
        assertThat(entries(other)).isEqualTo(entries(first));
      }
    } finally {
      remove(directory);
    }
  }

  @Provide
  Arbitrary<Integer> sizes() {
    return Arbitraries.of(300_000, 5_000_000);
  }

  @Property(seed = "1", tries = 2)
  void hugeValuesComeBack(@ForAll("sizes") int size) throws Exception {
    Schema schema = Schema.parse("{text:string,blob:bytes,many:list<int?>}");
    Map<String, Object> value =
        Map.of(
            "text", "ż".repeat(size),
            "blob", new byte[size],
            "many", Collections.nCopies(size / 10, 7));
    everythingComesBack(
        new Content(List.of("int"), schema, List.of(new Line("", List.of(1), value))));
  }

  private static void fill(Path store, Content content) {
    try (StoreBuilder builder = Maintenance.restore(store, RestoreOptions.defaults())) {
      StoredTable table =
          builder.declare(
              "things",
              content.key().stream().map(KeyType::of).toList(),
              List.of(content.schema()));
      int schema = table.schemas().keySet().iterator().next();
      for (Line row : content.rows()) {
        boolean unused =
            builder.add(new GenericRow(table, row.namespace(), row.key(), schema, row.value()));
      }
      builder.finish(Duration.ofSeconds(10));
    }
  }

  private static byte[] dump(Path store) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (StoreContents contents = Maintenance.contents(store, ContentsOptions.defaults())) {
      new JsonDumpWriter(contents, contents.tables().all(), null).write(out, rows -> {});
    }
    return out.toByteArray();
  }

  private static void restore(byte[] dump, Path store) throws Exception {
    try (StoreBuilder builder = Maintenance.restore(store, RestoreOptions.defaults())) {
      String untaken =
          DumpInput.of("dump", new ByteArrayInputStream(dump), false).read(builder, rows -> {});
      assertThat(untaken).isNull();
      builder.finish(Duration.ofSeconds(10));
    }
  }

  /** The lines of rows: the header tells when, and the trailer has a checksum of that. */
  private static List<String> rows(byte[] dump) {
    List<String> lines = new String(dump, StandardCharsets.UTF_8).lines().toList();
    return lines.subList(1, lines.size() - 1);
  }

  /** The keys and values of a store, but for its change log. */
  private static List<String> entries(Path store) throws IOException {
    ByteArrayOutputStream dump = new ByteArrayOutputStream();
    try (StoreContents contents = Maintenance.contents(store, ContentsOptions.defaults())) {
      contents.writeMdbDump(dump, ProgressListener.none());
    }
    List<String> lines = dump.toString(StandardCharsets.UTF_8).lines().toList();
    return lines.subList(lines.indexOf("database=data"), lines.size()).stream()
        .filter(line -> line.startsWith(" "))
        .toList();
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
