package dev.cairn.internal.lmdb.env;

import static dev.cairn.internal.engine.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.EngineProgram;
import dev.cairn.internal.engine.Stores;
import dev.cairn.testing.OtherJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that processes of two containers with the same process id are told why they cannot share a
 * store.
 */
class ContainersTest {
  private static final List<String> CONTAINER =
      List.of(
          "unshare",
          "--pid",
          "--fork",
          "--kill-child",
          "env",
          "JAVA_TOOL_OPTIONS=-XX:-UsePerfData"); // JVMs of the same id print complaints about it

  @TempDir Path directory;

  private static boolean canUnshare() throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder("unshare", "--pid", "--fork", "--kill-child", "true")
              .redirectErrorStream(true)
              .start();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }

  @Test
  void twoProcessesOfTheSameIdAreToldWhyTheyCannotShareAStore() throws InterruptedException {
    assumeTrue(canUnshare(), "no right to make a PID namespace");
    try (Engine engine = Stores.open(directory)) {
      put(engine, "key", "value");
    }
    String classPath = System.getProperty("java.class.path");
    try (OtherJvm one = EngineProgram.start(CONTAINER, classPath);
        OtherJvm two = EngineProgram.start(CONTAINER, classPath)) {
      one.expect("opened", "open", directory);
      one.expect("value", "get", "key");
      assertThat(two.ask("open", directory))
          .startsWith("STORAGE another process that has the store")
          .contains(directory.toString(), "the same process id as this one (1)")
          .contains("share the PID namespace");
      one.expect("closed", "close");
      two.expect("opened", "open", directory);
    }
  }
}
