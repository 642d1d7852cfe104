package dev.cairn.survival;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.maintenance.ContentsOptions;
import dev.cairn.maintenance.Maintenance;
import dev.cairn.maintenance.RestoreOptions;
import dev.cairn.maintenance.SalvageOptions;
import dev.cairn.maintenance.StoreBuilder;
import dev.cairn.maintenance.StoreContents;
import dev.cairn.maintenance.StoreContents.RowCursor;
import dev.cairn.maintenance.VerifyOptions;
import dev.cairn.record.KeyType;
import dev.cairn.record.Schema;
import dev.cairn.stored.GenericRow;
import dev.cairn.stored.StoredTable;
import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import dev.cairn.testing.OtherJvm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that no class is loaded because of a name in stored data. */
class StoredNamesTest {
  private static final String NAMED = "dev.cairn.survival.StoredNamesTest$Named";

  /** Referred to by its name only. */
  @SuppressWarnings("unused")
  static final class Named {}

  /** Stores the name wherever there is room for one, and reads it in every way. */
  static final class Program {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Row(String kind, URI link, byte[] object) {}

    private static final Table<String, Row> ROWS =
        Table.named("rows").keyedBy(Keys.string()).holding(Row.class);

    public static void main(String[] args) throws IOException {
      Path store = Path.of(args[0], "store");
      fill(store);
      try (StoreContents contents = Maintenance.contents(store, ContentsOptions.defaults());
          RowCursor rows = contents.rows(contents.tables().named("rows").orElseThrow())) {
        while (rows.next()) {
          System.out.println(rows.row());
        }
      }
      System.out.println(Maintenance.verify(store, VerifyOptions.deep().withTables(List.of(ROWS))));
      System.out.println(
          Maintenance.salvage(
              store,
              Path.of(args[0], "salvaged"),
              SalvageOptions.defaults().withTables(List.of(ROWS))));
      try (Cairn cairn = Cairn.open(store)) {
        Row row = cairn.memory(NAMED).get(ROWS, NAMED).orElseThrow();
        cairn.memory().put(ROWS, NAMED, row);
        System.out.println("read " + row.kind());
      }
    }

    private static void fill(Path store) throws IOException {
      Schema schema =
          Schema.parse(
              "{\"%s\":map<string,list<string>>,kind:enum(\"%s\"),link:uri,object:bytes}"
                  .formatted(NAMED, NAMED));
      try (StoreBuilder builder = Maintenance.restore(store, RestoreOptions.defaults())) {
        StoredTable table = builder.declare("rows", List.of(KeyType.STRING), List.of(schema));
        Map<String, Object> value =
            Map.of(
                NAMED,
                Map.of(NAMED, List.of(NAMED)),
                "kind",
                NAMED,
                "link",
                URI.create("java:" + NAMED.replace('$', '.')),
                "object",
                serialized());
        int id = table.schemas().keySet().iterator().next();
        if (!builder.add(new GenericRow(table, NAMED, List.of(NAMED), id, value))) {
          throw new IllegalStateException("it is there");
        }
        builder.finish(Duration.ofSeconds(10));
      }
    }

    /** Returns bytes that Java's own serialization, and Kryo, would take for an object. */
    private static byte[] serialized() throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.write(new byte[] {(byte) 0xAC, (byte) 0xED, 0, 5, 's', 'r', 0, (byte) NAMED.length()});
      bytes.write(NAMED.getBytes(US_ASCII));
      bytes.write(new byte[] {1, 0});
      bytes.write(NAMED.getBytes(US_ASCII));
      return bytes.toByteArray();
    }
  }

  @Test
  void loadNoClass(@TempDir Path directory) throws Exception {
    Path loaded = directory.resolve("loaded.txt");
    List<String> output;
    try (OtherJvm program =
        OtherJvm.of(Program.class, directory)
            .flags(List.of("-Xlog:class+load:file=" + loaded))
            .start()) {
      output = program.expectEnd();
    }

    assertThat(output).contains("read " + NAMED);
    List<String> classes = Files.readAllLines(loaded);
    assertThat(classes).anyMatch(line -> line.contains(" " + Program.class.getName() + " "));
    assertThat(classes.stream().filter(line -> line.contains(NAMED)))
        .as("loaded although only data names it")
        .isEmpty();
  }
}
