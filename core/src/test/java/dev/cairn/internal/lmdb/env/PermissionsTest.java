package dev.cairn.internal.lmdb.env;

import static dev.cairn.internal.engine.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.EngineProgram;
import dev.cairn.internal.engine.FileTree;
import dev.cairn.internal.engine.Stores;
import dev.cairn.testing.OtherJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that a user without permissions cannot open a store. It runs a process as another user, and
 * so is skipped unless root runs it.
 */
@Tag("slow")
class PermissionsTest {
  private static final String NOBODY = "65534";

  @TempDir Path directory;
  private Path store;
  private String classPath;

  @BeforeEach
  void needAnotherUser() throws IOException, InterruptedException {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can be someone else");
    assumeTrue(new ProcessBuilder(asNobody("true")).start().waitFor() == 0, "needs setpriv");
    allow(directory, "rwxr-xr-x");
    store = directory.resolve("store");
    try (Engine engine = Stores.open(store)) {
      put(engine, "key", "value");
    }
    classPath = copyOfClassPath();
  }

  private static List<String> asNobody(String... command) {
    List<String> all = new ArrayList<>();
    all.addAll(
        List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--"));
    all.addAll(List.of(command));
    return all;
  }

  private static void allow(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  /** Copies what a child needs to where everyone can read it. */
  private String copyOfClassPath() throws IOException {
    Path copy = Files.createDirectory(directory.resolve("classes"));
    StringBuilder copied = new StringBuilder();
    int number = 0;
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path from = Path.of(entry);
      if (Files.exists(from) && !entry.contains("kryo") && !entry.contains("junit")) {
        Path to = copy.resolve(number++ + "-" + from.getFileName());
        copyTree(from, to);
        copied.append(to).append(File.pathSeparator);
      }
    }
    try (Stream<Path> paths = Files.walk(copy)) {
      for (Path path : paths.toList()) {
        allow(path, Files.isDirectory(path) ? "rwxr-xr-x" : "rw-r--r--");
      }
    }
    return copied.toString();
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Files.copy(
            path,
            to.resolve(from.relativize(path).toString()),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  @Test
  void whatMayNotBeTouchedIsRefusedWithTheWayOutAndNotChanged() throws IOException {
    try (OtherJvm nobody = EngineProgram.start(asNobody(), classPath)) {
      // Neither may the directory be entered ...
      refused(nobody, "open", store, store);
      refused(nobody, "openReadOnly", store, store);
      // ... nor the file be read ...
      allow(store, "rwxr-xr-x");
      refused(nobody, "open", store, store.resolve("data.mdb"));
      refused(nobody, "openReadOnly", store, store.resolve("data.mdb"));
      // ... nor written ...
      allow(store.resolve("data.mdb"), "rw-r--r--");
      refused(nobody, "open", store, "may not be written by this user; open it with");
      // ... nor readers be registered ...
      refused(nobody, "openReadOnly", store, "Even reading needs write access to lock.mdb");
      // ... but if that is allowed, a store can be read.
      allow(store.resolve("lock.mdb"), "rw-rw-rw-");
      assertThat(nobody.ask("openReadOnly", store)).isEqualTo("opened");
      assertThat(nobody.ask("get", "key")).isEqualTo("value");
    }
  }

  @Test
  void aDirectoryThatMayNotBeWrittenGetsNoStore() throws IOException {
    Path empty = Files.createDirectory(directory.resolve("empty"));
    allow(empty, "rwxr-xr-x");
    try (OtherJvm nobody = EngineProgram.start(asNobody(), classPath)) {
      refused(nobody, "open", empty, empty);
      refused(nobody, "open", empty.resolve("store"), empty);
    }
  }

  private void refused(OtherJvm nobody, String command, Path path, Object message) {
    FileTree before = FileTree.of(directory);
    String answer = nobody.ask(command, path);
    assertThat(answer).startsWith("NO_PERMISSION ").contains(message.toString());
    assertThat(FileTree.of(directory)).isEqualTo(before);
  }
}
