package dev.cairn.internal.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * The names, kinds and contents of all files under a directory, so that tests can compare
 * directories. Not for a store that this JVM has open: closing its lock file, once read, would drop
 * LMDB's locks.
 */
public record FileTree(Map<String, String> files) {

  public static FileTree of(Path directory) {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        files.put(directory.relativize(path).toString(), describe(path));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new FileTree(files);
  }

  /** Deletes a directory with the files in it. */
  public static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  private static String describe(Path path) throws IOException {
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) ? "directory" : "other";
    }
    CRC32 sum = new CRC32();
    sum.update(Files.readAllBytes(path));
    return Files.size(path) + " bytes, " + sum.getValue();
  }
}
