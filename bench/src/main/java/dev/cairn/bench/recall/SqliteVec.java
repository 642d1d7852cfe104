package dev.cairn.bench.recall;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Installs sqlite-vec, SQLite's extension for vectors, from npm with the version and the hash of a
 * lock file. Run from the top of the working tree, or as one of this module's tests.
 */
final class SqliteVec {
  private static final Path MODULE = Path.of(System.getProperty("basedir", "bench"));
  private static final Path SOURCE = MODULE.resolve(Path.of("src", "main", "node"));
  private static final Path TARGET = MODULE.resolve(Path.of("target", "node"));
  private static final long PATIENCE_MINUTES = 2;

  private SqliteVec() {}

  /**
   * Returns the library without its suffix, as SQLite wants it, and installs it unless it is there.
   *
   * @throws IOException if there is no npm, no package for this machine, or no network
   */
  static Path library() throws IOException, InterruptedException {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String cpu = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
    String name = "sqlite-vec-%s-%s".formatted(os.startsWith("mac") ? "darwin" : os, cpu);
    Path folder = TARGET.resolve("node_modules").resolve(name);
    if (!Files.isDirectory(folder)) {
      install();
    }
    if (!Files.isDirectory(folder)) {
      throw new IOException("sqlite-vec has no package " + name);
    }
    return folder.resolve("vec0").toAbsolutePath();
  }

  private static void install() throws IOException, InterruptedException {
    Files.createDirectories(TARGET);
    for (String file : List.of("package.json", "package-lock.json")) {
      Files.copy(SOURCE.resolve(file), TARGET.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    Path log = TARGET.resolve("npm.log");
    Process npm =
        new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
            .directory(TARGET.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!npm.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
      npm.destroyForcibly();
      throw new IOException("npm did not install sqlite-vec in time; see " + log);
    }
    if (npm.exitValue() != 0) {
      throw new IOException("npm could not install sqlite-vec; see " + log);
    }
  }
}
