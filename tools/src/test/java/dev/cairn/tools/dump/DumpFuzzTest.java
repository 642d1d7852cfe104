package dev.cairn.tools.dump;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.CairnException;
import dev.cairn.Memory;
import dev.cairn.maintenance.ContentsOptions;
import dev.cairn.maintenance.Maintenance;
import dev.cairn.maintenance.RestoreOptions;
import dev.cairn.maintenance.StoreBuilder;
import dev.cairn.maintenance.StoreContents;
import dev.cairn.survival.Effort;
import dev.cairn.survival.Fuzzing;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a dump of any content is refused, or restored and dumped again unchanged. */
@Tag("slow")
class DumpFuzzTest {
  private static final byte[] TRAILER = "{\"end\":".getBytes(ISO_8859_1);

  @TempDir private Path home;

  private interface Take {
    /** Gives the rows of a dump to a store that is built. */
    Object into(StoreBuilder builder) throws Exception;
  }

  @Test
  void jsonDumpsAreTakenOrRefused() throws InterruptedException {
    fuzz(
        "json-dump",
        dump -> taken(builder -> read(new JsonDumpReader("dump", resealed(dump)), builder)));
  }

  @Test
  void mdbDumpsAreTakenOrRefused() throws InterruptedException {
    fuzz(
        "mdb-dump",
        dump ->
            taken(
                builder ->
                    read(new MdbDumpReader("dump", new ByteArrayInputStream(dump)), builder)));
  }

  @Test
  void compressedDumpsAreTakenOrRefused() throws InterruptedException {
    fuzz("zstd-dump", dump -> taken(builder -> decompressed(dump, builder)));
  }

  private static void fuzz(String name, Fuzzing.Reader reader) throws InterruptedException {
    new Fuzzing(name, reader, BadDumpException.class, CairnException.class)
        .run(Effort.of(300, 100_000));
  }

  /** On this thread alone, so that it is seen what memory it takes. */
  private static Object read(DumpReader reader, StoreBuilder builder)
      throws IOException, BadDumpException {
    reader.begin(builder);
    for (DumpReader.Entry entry = reader.next(); entry != null; entry = reader.next()) {
      reader.add(entry, builder);
    }
    return "whole";
  }

  private static Object decompressed(byte[] dump, StoreBuilder builder) throws Exception {
    String untaken =
        DumpInput.of("dump", new ByteArrayInputStream(dump), true).read(builder, rows -> {});
    return untaken == null ? "whole" : "cut";
  }

  private Object taken(Take take) throws Exception {
    Path store = home.resolve("store");
    Path copy = home.resolve("copy");
    try {
      Object how = build(store, take);
      return how + ", " + dumpedAgain(store, copy) + " rows";
    } finally {
      remove(store);
      remove(copy);
    }
  }

  private static Object build(Path store, Take take) throws Exception {
    try (StoreBuilder builder =
        Maintenance.restore(store, RestoreOptions.defaults().withTables(Memory.tables()))) {
      Object how = take.into(builder);
      builder.finish(Duration.ofSeconds(10));
      return how;
    }
  }

  private static int dumpedAgain(Path store, Path copy) throws Exception {
    List<String> dump = dump(store);
    byte[] bytes = String.join("\n", dump).concat("\n").getBytes(ISO_8859_1);
    try {
      build(
          copy,
          builder -> read(new JsonDumpReader("again", new ByteArrayInputStream(bytes)), builder));
    } catch (BadDumpException | CairnException e) {
      throw new AssertionError("what was taken is not taken again", e);
    }
    List<String> rows = dump.subList(1, dump.size() - 1); // the header says when
    List<String> again = dump(copy);
    assertThat(again.subList(1, again.size() - 1)).isEqualTo(rows);
    return rows.size();
  }

  private static void remove(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static List<String> dump(Path store) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (StoreContents contents = Maintenance.contents(store, ContentsOptions.defaults())) {
      new JsonDumpWriter(contents, contents.tables().all(), null).write(out, rows -> {});
    }
    return out.toString(ISO_8859_1).lines().toList();
  }

  /** Makes the trailer right, if there is one, so that what is before it counts. */
  private static InputStream resealed(byte[] dump) {
    int at = lastLine(dump);
    int end = Math.min(dump.length, at + TRAILER.length);
    if (!Arrays.equals(dump, at, end, TRAILER, 0, TRAILER.length)) {
      return new ByteArrayInputStream(dump);
    }
    MessageDigest digest = DumpJson.digest();
    digest.update(dump, 0, at);
    long rows = new String(dump, 0, at, ISO_8859_1).chars().filter(c -> c == '\n').count() - 1;
    String trailer =
        "{\"end\":\"cairn dump\",\"rows\":%d,\"tables\":{},\"sha256\":\"%s\"}\n"
            .formatted(rows, HexFormat.of().formatHex(digest.digest()));
    return new SequenceInputStream(
        new ByteArrayInputStream(dump, 0, at),
        new ByteArrayInputStream(trailer.getBytes(ISO_8859_1)));
  }

  private static int lastLine(byte[] dump) {
    int at = Math.max(0, dump.length - 1); // the end of the line
    while (at > 0 && dump[at - 1] != '\n') {
      at--;
    }
    return at;
  }
}
