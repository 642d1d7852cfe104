package dev.cairn.tools.dump;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.maintenance.ContentsOptions;
import dev.cairn.maintenance.Maintenance;
import dev.cairn.maintenance.ProgressListener;
import dev.cairn.maintenance.RestoreOptions;
import dev.cairn.maintenance.StoreBuilder;
import dev.cairn.maintenance.StoreContents;
import dev.cairn.maintenance.StoreContents.RowCursor;
import dev.cairn.stored.GenericRow;
import dev.cairn.stored.StoredTable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a damaged dump in LMDB's format is refused, with file and line. */
class BadMdbDumpTest {
  @TempDir Path directory;
  private List<String> lines;

  /** The last row, with which the dump ends: it counts from 0. */
  private int row;

  @BeforeEach
  void dump() throws IOException {
    Path store = directory.resolve("store");
    try (Cairn cairn = Cairn.open(store)) {
      cairn.memory().sites().recordVisit("https://a.example/", Duration.ofSeconds(1));
    }
    dump(store);
  }

  private void dump(Path store) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (StoreContents contents = Maintenance.contents(store, ContentsOptions.defaults())) {
      contents.writeMdbDump(out, ProgressListener.none());
    }
    lines = new ArrayList<>(out.toString(UTF_8).lines().toList());
    row = lines.size() - 2;
    assertThat(lines.get(row + 1)).isEqualTo("DATA=END");
  }

  private String text() {
    return String.join("\n", lines) + "\n";
  }

  private BadDumpException refused(String text) {
    BadDumpException refused = catchThrowableOfType(BadDumpException.class, () -> read(text));
    assertThat(refused).isNotNull();
    assertThat(directory.resolve("copy")).doesNotExist();
    return refused;
  }

  private long read(String text) throws Exception {
    try (StoreBuilder builder =
        Maintenance.restore(
            directory.resolve("copy"), RestoreOptions.defaults().withTables(Memory.tables()))) {
      DumpInput.of("dump", new ByteArrayInputStream(text.getBytes(UTF_8)), false)
          .read(builder, entries -> {});
      return builder.rows();
    }
  }

  @Test
  void whatIsWholeIsTaken() throws Exception {
    assertThat(read(text())).isEqualTo(1);
  }

  /** As {@code mdb_dump -p} prints, from the version on that escapes the backslash. */
  @Test
  void whatIsPrintedAsTextIsTaken() throws Exception {
    lines.replaceAll(line -> line.startsWith(" ") ? " " + printed(line.substring(1)) : line);
    assertThat(read(text().replace("format=bytevalue", "format=print"))).isEqualTo(1);
  }

  private static String printed(String hexadecimal) {
    StringBuilder text = new StringBuilder();
    for (byte b : HexFormat.of().parseHex(hexadecimal)) {
      if (b == '\\') {
        text.append("\\\\");
      } else if (b >= ' ' && b <= '~') {
        text.append((char) b);
      } else {
        text.append('\\').append(HexFormat.of().toHexDigits(b));
      }
    }
    return text.toString();
  }

  @Test
  void whatIsCutOffIsRefused() {
    String whole = text();
    lines.remove(row + 1);
    assertThat(refused(text())).hasMessageContaining("without DATA=END");
    lines.remove(row);
    assertThat(refused(text())).hasMessageContaining("is a key without a value");
    assertThat(refused(whole.substring(0, whole.length() - 1)))
        .hasMessage("dump, line " + (row + 2) + ": it is cut off: the file ends within the line");
    assertThat(refused(whole.substring(0, whole.indexOf("database=data"))))
        .hasMessageContaining("it ends within a header");
    assertThat(refused(whole.substring(0, whole.indexOf("DATA=END") + 9)))
        .hasMessageContaining("without the rows");
  }

  @Test
  void whatIsChangedIsRefused() {
    String value = lines.get(row);
    lines.set(row, value.substring(0, value.length() - 2) + (value.endsWith("00") ? "01" : "00"));
    assertThat(refused(text()))
        .hasMessageStartingWith("dump, line " + row + ": table 'sites', key ")
        .hasMessageContaining("the checksum does not match");
    lines.set(row, value.substring(0, value.length() - 1));
    assertThat(refused(text())).hasMessage("dump, line " + (row + 1) + ": it has half a byte");
    lines.set(row, value.substring(0, value.length() - 1) + "x");
    assertThat(refused(text())).hasMessageContaining("'x' where a hexadecimal digit is wanted");
    lines.set(row, value);
    lines.addAll(row + 1, List.copyOf(lines.subList(row - 1, row + 1)));
    assertThat(refused(text()))
        .hasMessage("dump, line " + (row + 2) + ": the row of this key is there twice");
  }

  @Test
  void whatIsOfAnotherProgramIsRefused() {
    BadDumpException newer = refused(text().replace("VERSION=3", "VERSION=4"));
    assertThat(newer).hasMessageStartingWith("dump has version 4 of LMDB's dump format");
    BadDumpException foreign = refused(text().replace("database=data", "database=dogs"));
    assertThat(foreign)
        .hasMessageStartingWith(
            "dump is no dump of a Cairn store: it has the LMDB database 'dogs'");
    assertThat(List.of(newer.damaged(), foreign.damaged())).containsOnly(false);
  }

  @Test
  void aRowThatIsWholeAndThatItsClassRefusesIsRefused() throws Exception {
    Path unreadable = directory.resolve("unreadable");
    try (StoreContents contents =
            Maintenance.contents(directory.resolve("store"), ContentsOptions.defaults());
        StoreBuilder builder = Maintenance.restore(unreadable, RestoreOptions.defaults())) {
      StoredTable from = contents.tables().named("sites").orElseThrow();
      StoredTable to = builder.declare("sites", from.key(), List.copyOf(from.schemas().values()));
      try (RowCursor rows = contents.rows(from)) {
        assertThat(rows.next()).isTrue();
        Map<String, @Nullable Object> value = new HashMap<>(rows.row().value());
        value.put("visits", -5L);
        int schema = to.schemas().keySet().iterator().next();
        assertThat(builder.add(new GenericRow(to, "", rows.row().key(), schema, value))).isTrue();
      }
      builder.finish(Duration.ofSeconds(10));
    }
    dump(unreadable);
    BadDumpException refused = refused(text());
    assertThat(refused)
        .hasMessageStartingWith("dump, line " + row + ": table 'sites' does not take the row: ");
    assertThat(refused.damaged()).isFalse();
  }
}
