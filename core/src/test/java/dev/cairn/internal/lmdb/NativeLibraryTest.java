package dev.cairn.internal.lmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.internal.engine.EngineProgram;
import dev.cairn.testing.OtherJvm;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that LMDB's native library is unpacked to a private directory, and that no file remains
 * there.
 */
@Tag("slow")
class NativeLibraryTest {
  @TempDir Path directory;
  private Path store;

  @BeforeEach
  void name() {
    store = directory.resolve("store");
  }

  private static List<String> withProperty(String name, Object value) {
    return List.of("env", "JAVA_TOOL_OPTIONS=-D" + name + "=" + value);
  }

  private static OtherJvm start(List<String> before) {
    return EngineProgram.start(before, System.getProperty("java.class.path"));
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void whereTheLibraryCannotBeLoadedTheStoreSaysSoEachTime() {
    Path absent = directory.resolve("absent");
    try (OtherJvm child = start(withProperty("lmdbjava.extract.dir", absent))) {
      for (int i = 0; i < 2; i++) {
        assertThat(child.ask("open", store))
            .startsWith("STORAGE LMDB's native library cannot be loaded")
            .contains("java.io.tmpdir", "lmdbjava.extract.dir (" + absent + ")", "noexec");
      }
    }
    assertThat(store.resolve("data.mdb")).doesNotExist();
    assertThat(Files.exists(absent)).isFalse();
  }

  /** A JVM that is killed has no time to clean up, so there must be nothing while it runs. */
  @Test
  void nothingStaysInTheTemporaryDirectoryWhileTheStoreIsOpen() throws IOException {
    for (String property : List.of("java.io.tmpdir", "lmdbjava.extract.dir")) {
      Path unpacked = Files.createDirectory(directory.resolve(property));
      try (OtherJvm child = start(withProperty(property, unpacked))) {
        child.expect("opened", "open", store);
        child.ask("put", "key", "value");
        assertThat(names(unpacked)).as("%s of a running JVM", property).isEmpty();
        child.kill();
      }
      assertThat(names(unpacked)).as("%s of a killed JVM", property).isEmpty();
    }
  }

  @Test
  void theNextJvmRemovesWhatOneLeftThatWasKilledWhileItUnpacked() throws IOException {
    Path temporary = Files.createDirectory(directory.resolve("tmp"));
    Path left = Files.createDirectory(temporary.resolve("cairn-native-" + UUID.randomUUID()));
    Files.createFile(left.resolve("owner.lock"));
    Files.writeString(Files.createDirectory(left.resolve("store")).resolve("lib.so"), "half of it");
    Path alive = Files.createDirectory(temporary.resolve("cairn-native-" + UUID.randomUUID()));
    Path others = Files.createDirectory(temporary.resolve("cairn-native-notes"));
    try (FileChannel owner =
            FileChannel.open(
                alive.resolve("owner.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        OtherJvm child = start(withProperty("java.io.tmpdir", temporary))) {
      owner.lock();
      child.expect("opened", "open", store);
      assertThat(left).doesNotExist();
      assertThat(alive).as("of a JVM that unpacks now").isDirectory();
      assertThat(others).isDirectory();
    }
  }

  /** A class that was interrupted while it was initialized can be used no more in its JVM. */
  @Test
  void anInterruptWhileTheLibrariesAreUnpackedDoesNotEndTheOpeningAndStaysPending()
      throws IOException {
    Path temporary = Files.createDirectory(directory.resolve("tmp"));
    try (OtherJvm program =
        OtherJvm.of(InterruptedOpening.class, store)
            .small()
            .flags(List.of("-Djava.io.tmpdir=" + temporary))
            .start()) {
      assertThat(program.expectEnd()).containsExactly("interrupted: true", "true");
    }
  }

  @Test
  void whereNoProgramMayBeRunFromTheTemporaryDirectoryTheStoreSaysSo() throws Exception {
    Path mounted = Files.createDirectory(directory.resolve("noexec"));
    String mount = "mount -t tmpfs -o noexec none " + mounted;
    assumeTrue(
        new ProcessBuilder("unshare", "-m", "sh", "-c", mount).start().waitFor() == 0,
        "needs the right to mount a file system");
    List<String> before =
        List.of(
            "env",
            "JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=" + mounted,
            "unshare",
            "-m",
            "sh",
            "-c",
            mount + " && exec \"$@\"",
            "sh");
    try (OtherJvm child = start(before)) {
      assertThat(child.ask("open", store))
          .startsWith("STORAGE LMDB's native library cannot be loaded")
          .contains("java.io.tmpdir (" + mounted + ")", "not mounted noexec", "TMPDIR=DIR");
    }
  }
}
