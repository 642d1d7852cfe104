package dev.cairn.internal.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Reads the maximum size to which the operating system lets this process grow a file ({@code ulimit
 * -f}), as Linux lists it in {@code /proc/self/limits}. Elsewhere it is not known, so that a
 * message does not name it.
 */
public final class FileSizeLimit {
  private static final String LINE = "Max file size";

  private FileSizeLimit() {}

  /** Returns the limit in bytes; empty if there is none, or it is not known. */
  public static OptionalLong bytes() {
    if (!Platform.isLinux()) {
      return OptionalLong.empty();
    }
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/limits"))) {
      return lines
          .filter(line -> line.startsWith(LINE))
          .map(line -> line.substring(LINE.length()).strip().split(" +", 2)[0])
          .filter(limit -> limit.matches("\\d{1,18}"))
          .mapToLong(Long::parseLong)
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
