package dev.cairn.internal.lmdb.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.internal.engine.EngineProgram;
import dev.cairn.testing.OtherJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that limits of the system on file size or address space cause exceptions that name the
 * limit. The tests are skipped if no shell can set the limits.
 */
@Tag("slow")
class ProcessLimitsTest {
  @TempDir Path directory;

  private static OtherJvm under(String limits) {
    String script = limits + "; exec \"$@\"";
    assumeTrue(runs("sh", "-c", script, "sh", "true"), "cannot set: " + limits);
    return EngineProgram.start(
        List.of("sh", "-c", script, "sh"), System.getProperty("java.class.path"));
  }

  private static boolean runs(String... command) {
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }

  @Test
  void aFileThatMayGrowNoMoreIsAFullStoreThatNamesTheLimit() throws IOException {
    // In blocks of 512 bytes or of 1 KiB, as the shell has it.
    try (OtherJvm child = under("ulimit -f 4000")) {
      child.expect("opened", "open", directory);
      for (int round = 0; round < 2; round++) {
        assertThat(child.ask("fill", 50_000))
            .contains("StoreFullException")
            .contains("the data file of store " + directory)
            .containsPattern("may give a file, (2048000|4096000) bytes")
            .contains("ulimit -f");
      }
      assertThat(child.ask("get", "filled0")).hasSize(50_000);
      child.expect("true", "delete", "filled0");
    }
    try (OtherJvm child = EngineProgram.with(directory)) {
      assertThat(child.ask("get", "filled1")).hasSize(50_000);
    }
  }

  @Test
  void aCopyThatMayNotBecomeAsLargeNamesTheLimit() throws IOException {
    Path store = directory.resolve("store");
    try (OtherJvm writer = EngineProgram.with(store)) {
      for (int i = 0; i < 100; i++) {
        writer.ask("put", "large" + i, "x".repeat(30_000));
      }
    }
    try (OtherJvm child = under("ulimit -f 2000")) {
      child.expect("opened", "openReadOnly", store);
      assertThat(child.ask("copy", directory.resolve("copy")))
          .contains("StoreFullException")
          .contains("ulimit -f");
      assertThat(directory.resolve("copy")).doesNotExist();
    }
  }

  @Test
  void aMapThatThereIsNoAddressSpaceForSaysSo() throws IOException {
    try (OtherJvm child = under("ulimit -v 20000000")) { // KiB
      assertThat(child.ask("open", directory))
          .startsWith("STORAGE ")
          .contains(directory.toString(), "68719476736 bytes", "withMapSize", "--map-size");
      assertThat(Files.exists(directory.resolve("data.mdb"))).isTrue(); // made with a small map
      child.expect("opened", "openWithMap", directory, 1 << 26);
    }
  }

  /** Others have a map of 64 GiB, for which this process has no address space. */
  @Test
  void aMapGrowsOnlyAsFarAsTheStoreDoes() {
    try (OtherJvm small = under("ulimit -v 8000000");
        OtherJvm other = EngineProgram.with(directory)) {
      small.expect("opened", "openWithMap", directory, 1 << 20);
      other.ask("put", "key", "value");
      assertThat(small.ask("get", "key")).isEqualTo("value");
      for (int i = 0; i < 100; i++) {
        other.ask("put", "large" + i, "x".repeat(30_000));
      }
      assertThat(small.ask("get", "large99")).hasSize(30_000);
    }
  }
}
