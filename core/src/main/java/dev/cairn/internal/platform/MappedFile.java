package dev.cairn.internal.platform;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the place in memory at which native code of this process has mapped a file. */
public final class MappedFile {
  private static final long LARGEST_PAGE = 64 << 10;
  private static final int FIELDS = 6;

  private MappedFile() {}

  /**
   * Returns the address of a mapped file.
   *
   * @param bytes the length of the map
   * @return the address; 0 where the system does not list its maps, so that values have to be
   *     copied by native code
   */
  public static long address(Path file, long bytes) {
    if (!Platform.isLinux()) {
      return 0;
    }
    try (BufferedReader maps = Files.newBufferedReader(Path.of("/proc/self/maps"))) {
      String path = file.toRealPath().toString();
      for (String line = maps.readLine(); line != null; line = maps.readLine()) {
        // From-to, permissions, offset, device, inode, path: which may hold spaces itself.
        String[] map = line.endsWith(path) ? line.split(" +", FIELDS) : new String[0];
        if (map.length == FIELDS && map[FIELDS - 1].equals(path)) {
          int dash = map[0].indexOf('-');
          long from = Long.parseUnsignedLong(map[0].substring(0, dash), 16);
          if (isOf(bytes, Long.parseUnsignedLong(map[0].substring(dash + 1), 16) - from)) {
            return from;
          }
        }
      }
      return 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** The system maps whole pages. */
  private static boolean isOf(long bytes, long mapped) {
    return mapped >= bytes && mapped - bytes < LARGEST_PAGE;
  }
}
