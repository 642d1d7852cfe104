package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.maintenance.CopyOptions;
import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.testing.OtherJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that the library and its dependencies do not call {@code sun.misc.Unsafe}, which JDK 24 and
 * later warn about and can forbid.
 */
@Tag("slow")
class WithoutUnsafeTest {
  record Note(String text, List<String> tags, Map<String, Integer> counts, Instant at) {}

  static final Index<Note, String> BY_TAG = Index.many("tag", Keys.string(), Note::tags);
  static final Table<String, Note> NOTES =
      Table.named("notes").keyedBy(Keys.string()).holding(Note.class).indexedBy(BY_TAG);

  /** Uses what the library has; run by the test. */
  static final class Program {
    public static void main(String[] args) throws Exception {
      Path store = Path.of(args[0]);
      Note note = new Note("text", List.of("a"), Map.of("b", 1), Instant.EPOCH);
      try (Cairn cairn = Cairn.open(store)) {
        Memory memory = cairn.memory();
        memory.put(NOTES, "n", note);
        memory
            .writeAsync(
                m ->
                    m.put(
                        NOTES,
                        "large",
                        new Note("x".repeat(99_999), List.of(), Map.of(), Instant.EPOCH)))
            .get();
        memory.sites().recordVisit("https://example.com/", Duration.ofSeconds(1));
        memory.remove(NOTES, "none");
        System.out.println(memory.get(NOTES, "n").equals(Optional.of(note)));
        System.out.println(cairn.memory().<Long>read(tx -> tx.scan(NOTES, Scan.all()).count()));
        System.out.println(cairn.statistics().store().commits());
        cairn.maintenance().copyTo(store.resolveSibling("copy"), CopyOptions.compact());
      }
      try (Cairn copy =
          Cairn.open(store.resolveSibling("copy"), CairnOptions.defaults().readOnly())) {
        System.out.println(copy.memory().get(NOTES, "n").equals(Optional.of(note)));
      }
    }
  }

  /** Returns a JDK that knows the flag: the one that runs the tests, or one installed beside it. */
  private static Optional<Path> jdk24() throws IOException {
    Path home = Path.of(System.getProperty("java.home")).toRealPath();
    if (Runtime.version().feature() >= 24) {
      return Optional.of(home);
    }
    String named = System.getenv("JAVA_25_HOME");
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    Path beside = home.getParent();
    if (beside == null) {
      return Optional.empty();
    }
    try (Stream<Path> all = Files.list(beside)) {
      return all.filter(WithoutUnsafeTest::isJdk25).findFirst();
    }
  }

  private static boolean isJdk25(Path home) {
    try {
      return Files.isExecutable(home.resolve("bin").resolve("java"))
          && Files.readString(home.resolve("release")).contains("JAVA_VERSION=\"25");
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns what it said on standard error. */
  private static String runs(List<String> flags, Path directory) throws Exception {
    Optional<Path> jdk = jdk24();
    assumeTrue(jdk.isPresent(), "needs a JDK 24 or later: set JAVA_25_HOME");
    try (OtherJvm jvm =
        OtherJvm.of(Program.class, directory.resolve("store"))
            .onJava(jdk.orElseThrow())
            .flags(flags)
            .start()) {
      for (String line : List.of("true", "2", "3", "true")) {
        assertThat(jvm.line()).as(jvm::errors).isEqualTo(line);
      }
      assertThat(jvm.expectEnd()).isEmpty();
      return jvm.errors();
    }
  }

  @Test
  void aJvmThatDeniesUnsafeWritesAndReads(@TempDir Path directory) throws Exception {
    assertThat(runs(List.of("--sun-misc-unsafe-memory-access=deny"), directory))
        .doesNotContain("Unsafe", "Exception");
  }

  @Test
  void aJvmWithoutFlagsDoesNotWarnOfUnsafe(@TempDir Path directory) throws Exception {
    assertThat(runs(List.of(), directory)).doesNotContain("Unsafe", "Exception");
  }

  /** README promises this. */
  @Test
  void aJvmThatAllowsNativeAccessWarnsOfNothing(@TempDir Path directory) throws Exception {
    assertThat(runs(List.of("--enable-native-access=ALL-UNNAMED"), directory)).isEmpty();
  }
}
