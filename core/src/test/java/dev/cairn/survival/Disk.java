package dev.cairn.survival;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Builds the native library {@code src/test/c/disk.c}, which records or fails a process's calls on
 * its files. A test is skipped if the library cannot be built.
 */
final class Disk {
  private static final Path SOURCE = Path.of("src", "test", "c", "disk.c");

  private Disk() {}

  /** Builds the library in a directory and returns it. */
  static Path build(Path directory) throws IOException, InterruptedException {
    assumeTrue(
        System.getProperty("os.name").equals("Linux"), "only on Linux is it known how to preload");
    Path library = directory.resolve("disk.so");
    Process compiler;
    try {
      compiler =
          new ProcessBuilder(
                  "cc",
                  "-shared",
                  "-fPIC",
                  "-O2",
                  "-o",
                  library.toString(),
                  SOURCE.toString(),
                  "-ldl")
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      assumeTrue(false, "there is no C compiler (cc), so no power fails and no call does");
      throw e;
    }
    String said = new String(compiler.getInputStream().readAllBytes(), UTF_8);
    if (compiler.waitFor() != 0) {
      throw new IOException("cc failed: " + said);
    }
    return library;
  }

  /**
   * Returns the command that runs another one whose calls on files below a directory are recorded.
   *
   * @param record the file for the record
   */
  static List<String> recording(Path library, Path directory, Path record) throws IOException {
    return preloading(library, directory, "CAIRN_DISK_RECORD", record);
  }

  /** Returns the command that runs another one whose calls on files below a directory can fail. */
  static List<String> failing(Path library, Path directory, Path faults) throws IOException {
    return preloading(library, directory, "CAIRN_DISK_FAULTS", faults);
  }

  private static List<String> preloading(Path library, Path directory, String variable, Path file)
      throws IOException {
    return List.of(
        "env",
        "LD_PRELOAD=" + library.toAbsolutePath(),
        "CAIRN_DISK_DIRECTORY=" + Files.createDirectories(directory).toRealPath(),
        variable + "=" + file.toAbsolutePath());
  }
}
