package dev.cairn.bench.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A new directory for one store, on a disk and not in memory. It is created in the directory that
 * the system property {@code bench.dir} names, or else in the JVM's directory for temporary files.
 */
public final class StoreDirectory implements AutoCloseable {
  private final Path path;

  /** Makes the directory; refuses a place in memory, where a sync would cost nothing. */
  public StoreDirectory() {
    try {
      Path parent =
          Path.of(System.getProperty("bench.dir", System.getProperty("java.io.tmpdir")))
              .toAbsolutePath();
      Files.createDirectories(parent);
      String type = Files.getFileStore(parent).type();
      if (List.of("tmpfs", "ramfs").contains(type)) {
        throw new IllegalStateException(
            "%s is in memory (%s): name a directory on a disk with -Dbench.dir=…"
                .formatted(parent, type));
      }
      path = Files.createTempDirectory(parent, "store");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the directory. */
  public Path path() {
    return path;
  }

  /** Deletes the directory and what is in it. */
  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
