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
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that native libraries are unpacked once, into a cache that only the user can change, or
 * else to a temporary directory, where nothing stays.
 */
@Tag("slow")
class NativeLibraryTest {
  @TempDir Path directory;
  private Path store;

  @BeforeEach
  void name() {
    store = directory.resolve("store");
  }

  /** Without a cache. */
  private static List<String> withProperty(String name, Object value) {
    return List.of("env", "JAVA_TOOL_OPTIONS=-Dcairn.cache.dir= -D" + name + "=" + value);
  }

  private List<String> withCache(Path cache) throws IOException {
    Path temporary = Files.createDirectories(directory.resolve("temporary"));
    return List.of(
        "env",
        "JAVA_TOOL_OPTIONS=-Dcairn.cache.dir=%s -Djava.io.tmpdir=%s".formatted(cache, temporary));
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static List<Path> libraries(Path cache) throws IOException {
    return files(cache).stream()
        .filter(file -> !file.getFileName().toString().startsWith("unpacking"))
        .toList();
  }

  private void expectOpened(List<String> before) {
    try (OtherJvm child = start(before)) {
      child.expect("opened", "open", store);
    }
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
            .flags(List.of("-Dcairn.cache.dir=", "-Djava.io.tmpdir=" + temporary))
            .start()) {
      assertThat(program.expectEnd()).containsExactly("interrupted: true", "true");
    }
  }

  @Test
  void twentyKilledJvmsLeaveOneFileALibrary() throws Exception {
    Path cache = directory.resolve("cache");
    List<String> before = withCache(cache);
    for (int round = 0; round < 10; round++) {
      try (OtherJvm opening = start(before);
          OtherJvm opened = start(before)) {
        opening.send("open", store);
        opened.send("open", store);
        Thread.sleep(60L * round); // the moment is what is tried; any will do
        opening.kill();
        assertThat(opened.line()).isEqualTo("opened");
        opened.kill();
      }
    }
    assertThat(libraries(cache)).hasSize(2);
    assertThat(files(cache)).hasSizeLessThanOrEqualTo(4);
    // A JVM that was killed while it used the temporary directory, as the second of two does.
    expectOpened(withProperty("java.io.tmpdir", directory.resolve("temporary")));
    assertThat(files(directory.resolve("temporary"))).isEmpty();
  }

  @Test
  void aLibraryIsUsedAgainAndOneThatWasDamagedIsReplaced() throws IOException {
    Path cache = directory.resolve("cache");
    expectOpened(withCache(cache));
    List<Path> libraries = libraries(cache);
    assertThat(libraries).hasSize(2);
    for (Path library : libraries) {
      byte[] sound = Files.readAllBytes(library);
      Object file = Files.readAttributes(library, BasicFileAttributes.class).fileKey();
      expectOpened(withCache(cache));
      assertThat(Files.readAttributes(library, BasicFileAttributes.class).fileKey())
          .isEqualTo(file);
      byte[] damaged = sound.clone();
      damaged[damaged.length / 2] ^= 1;
      for (byte[] other : List.of(damaged, new byte[0])) {
        Files.write(library, other);
        expectOpened(withCache(cache));
        assertThat(Files.readAllBytes(library)).isEqualTo(sound);
      }
    }
  }

  /**
   * jffi would unpack its library anew, to the working directory in the end, and nobody sees it.
   */
  @Test
  @EnabledOnOs(OS.LINUX)
  void bothLibrariesAreLoadedFromTheCache() throws IOException {
    Path cache = directory.resolve("cache");
    try (OtherJvm child = start(withCache(cache))) {
      child.expect("opened", "open", store);
      Path maps = Path.of("/proc/%d/maps".formatted(child.pid()));
      assertThat(libraries(cache))
          .hasSize(2)
          .allSatisfy(library -> assertThat(maps).content().contains(library.toString()));
      assertThat(maps).content().doesNotContain(directory.resolve("temporary").toString());
    }
  }

  @Test
  void aDirectoryThatOthersMayWriteToIsNotUsed() throws IOException {
    Path shared = Files.createDirectory(directory.resolve("shared"));
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
    expectOpened(withCache(shared.resolve("cache")));
    assertThat(files(shared)).isEmpty();
  }

  @Test
  void whereTheCacheCannotBeMadeTheTemporaryDirectoryIsUsed() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    expectOpened(withCache(file.resolve("cache")));
    assertThat(files(directory.resolve("temporary"))).isEmpty();
  }

  @Test
  void whereNoProgramMayBeRunFromTheCacheTheTemporaryDirectoryIsUsed() throws Exception {
    try (OtherJvm child = startWithoutExec(Files.createDirectory(directory.resolve("tmp")))) {
      child.expect("opened", "open", store);
    }
  }

  @Test
  void whereNoProgramMayBeRunFromTheTemporaryDirectoryTheStoreSaysSo() throws Exception {
    try (OtherJvm child = startWithoutExec(directory.resolve("noexec"))) {
      assertThat(child.ask("open", store))
          .startsWith("STORAGE LMDB's native library cannot be loaded")
          .contains(
              "programs may not be run from there (mounted noexec)",
              "java.io.tmpdir (" + directory.resolve("noexec") + ")",
              "-Dcairn.cache.dir=DIR",
              "TMPDIR=DIR");
    }
  }

  /** Starts a JVM whose cache is on a file system that is mounted noexec. */
  private OtherJvm startWithoutExec(Path temporary) throws Exception {
    Path mounted = Files.createDirectory(directory.resolve("noexec"));
    String mount = "mount -t tmpfs -o noexec none " + mounted;
    assumeTrue(
        new ProcessBuilder("unshare", "-m", "sh", "-c", mount).start().waitFor() == 0,
        "needs the right to mount a file system");
    return start(
        List.of(
            "env",
            "JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=%s -Dcairn.cache.dir=%s"
                .formatted(temporary, mounted.resolve("cache")),
            "unshare",
            "-m",
            "sh",
            "-c",
            mount + " && chmod 755 " + mounted + " && exec \"$@\"",
            "sh"));
  }
}
