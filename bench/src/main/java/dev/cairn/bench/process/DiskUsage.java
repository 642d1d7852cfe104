package dev.cairn.bench.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Measures the disk space that files occupy, which is less than their length if they are sparse.
 */
public final class DiskUsage {
  private DiskUsage() {}

  /** Returns the bytes of the blocks of all files in a directory, by {@code du}. */
  public static long of(Path directory) {
    try {
      Process du =
          new ProcessBuilder("du", "-s", "--block-size=1", directory.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String answer = new String(du.getInputStream().readAllBytes(), UTF_8);
      return Long.parseLong(answer.substring(0, answer.indexOf('\t')));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
