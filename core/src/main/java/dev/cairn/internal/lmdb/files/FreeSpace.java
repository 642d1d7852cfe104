package dev.cairn.internal.lmdb.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells whether a disk has no space left for files, where the failure of a write does not say so.
 */
public final class FreeSpace {
  /** A short write takes all blocks that there are, except what the file system needs itself. */
  public static final long LEAST_BYTES = 1 << 16;

  private FreeSpace() {}

  /**
   * Tells whether the disk of a file or directory is full, or as good as full.
   *
   * @param path the file or directory; where it does not exist, the nearest one above it counts
   * @return false also where the system does not tell
   */
  public static boolean isUsedUp(Path path) {
    try {
      return Files.getFileStore(FileCreation.existing(path)).getUsableSpace() < LEAST_BYTES;
    } catch (IOException unknown) {
      return false; // the disk does not even say how large it is
    }
  }
}
