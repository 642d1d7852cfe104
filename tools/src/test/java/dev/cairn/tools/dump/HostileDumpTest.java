package dev.cairn.tools.dump;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.maintenance.ContentsOptions;
import dev.cairn.maintenance.Maintenance;
import dev.cairn.maintenance.RestoreOptions;
import dev.cairn.maintenance.StoreBuilder;
import dev.cairn.maintenance.StoreContents;
import dev.cairn.record.KeyType;
import dev.cairn.record.Schema;
import dev.cairn.stored.GenericRow;
import dev.cairn.stored.StoredTable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that neither paths inside a dump nor links in place of its file cause any other file to be
 * written.
 */
class HostileDumpTest {
  private static final List<String> PATHS =
      List.of(
          "../treasure", "../../treasure", "/etc/passwd", "data.mdb", "..", "~/x", "$(id)", "a\\b");

  @TempDir Path directory;
  private Path treasure;

  @BeforeEach
  void bury() throws IOException {
    treasure = Files.writeString(directory.resolve("treasure"), "do not touch");
  }

  private void assertUntouched(String... files) throws IOException {
    assertThat(treasure).hasContent("do not touch");
    try (Stream<Path> there = Files.walk(directory)) {
      assertThat(there.map(path -> directory.relativize(path).toString()))
          .containsExactlyInAnyOrder(files);
    }
  }

  /** A dump whose namespaces, keys and values are all paths. */
  private String dump() throws IOException {
    Path store = directory.resolve("store");
    try (StoreBuilder builder = Maintenance.restore(store, RestoreOptions.defaults())) {
      StoredTable table =
          builder.declare("notes", List.of(KeyType.STRING), List.of(Schema.parse("{text:string}")));
      int schema = table.schemas().keySet().iterator().next();
      for (String path : PATHS) {
        assertThat(
                builder.add(
                    new GenericRow(table, path, List.of(path), schema, Map.of("text", path))))
            .isTrue();
      }
      builder.finish(Duration.ofSeconds(10));
    }
    return dump(store);
  }

  private static String dump(Path store) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (StoreContents contents = Maintenance.contents(store, ContentsOptions.defaults())) {
      new JsonDumpWriter(contents, contents.tables().all(), null).write(out, rows -> {});
    }
    return out.toString(UTF_8);
  }

  private void restore(String dump) throws Exception {
    try (StoreBuilder builder =
        Maintenance.restore(directory.resolve("restored"), RestoreOptions.defaults())) {
      assertThat(
              DumpInput.of("dump", new ByteArrayInputStream(dump.getBytes(UTF_8)), false)
                  .read(builder, rows -> {}))
          .isNull();
      builder.finish(Duration.ofSeconds(10));
    }
  }

  @Test
  void pathsInADumpAreNothingButTexts() throws Exception {
    String dump = dump();
    restore(dump);
    assertThat(dump(directory.resolve("restored")).lines().skip(1).limit(PATHS.size()))
        .isEqualTo(dump.lines().skip(1).limit(PATHS.size()).toList());
    assertUntouched(
        "",
        "treasure",
        "store",
        "store/data.mdb",
        "store/lock.mdb",
        "restored",
        "restored/data.mdb",
        "restored/lock.mdb");
  }

  @Test
  void namesOfTablesAndDatabasesAreNoPaths() throws Exception {
    String dump = dump();
    for (String path : PATHS) {
      String name = path.replace("\\", "\\\\");
      assertThatExceptionOfType(BadDumpException.class)
          .isThrownBy(
              () -> restore(dump.replace("\"name\":\"notes\"", "\"name\":\"" + name + "\"")))
          .withMessageContaining("table name '" + path + "'");
      assertThatExceptionOfType(BadDumpException.class)
          .isThrownBy(
              () ->
                  restore(
                      "VERSION=3\nformat=bytevalue\ndatabase=%s\ntype=btree\nHEADER=END\nDATA=END\n"
                          .formatted(path)))
          .withMessageContaining("'" + path + "'");
    }
    assertUntouched("", "treasure", "store", "store/data.mdb", "store/lock.mdb");
  }

  private static void write(Path file) throws IOException {
    try (DumpFile dump = DumpFile.open(file, false)) {
      dump.out().write("a dump".getBytes(UTF_8));
      assertThat(permissions(file.resolveSibling("." + file.getFileName() + ".partial")))
          .isEqualTo("rw-------");
      dump.finish();
    }
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void aDumpReplacesALinkAndDoesNotFollowIt() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), treasure);
    Path dangling = Files.createSymbolicLink(directory.resolve("dangling"), Path.of("nowhere"));
    for (Path file : List.of(link, dangling)) {
      write(file);
      assertThat(Files.isSymbolicLink(file)).as("%s is still a link", file).isFalse();
      assertThat(file).hasContent("a dump");
      assertThat(permissions(file)).isEqualTo("rw-------");
    }
    assertUntouched("", "treasure", "link", "dangling");
  }

  @Test
  void aLinkInPlaceOfAHalfWrittenDumpIsRefused() throws IOException {
    Files.createSymbolicLink(directory.resolve(".dump.partial"), treasure);
    assertThatThrownBy(() -> write(directory.resolve("dump"))).isInstanceOf(IOException.class);
    assertUntouched("", "treasure", ".dump.partial");
  }
}
