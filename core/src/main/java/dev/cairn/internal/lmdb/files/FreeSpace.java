package dev.cairn.internal.lmdb.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Tells whether a disk is full, even if the exception of a failed write does not say so. */
public final class FreeSpace {
  /** A short write takes all blocks that there are, except what the file system needs itself. */
  public static final long LEAST_BYTES = 1 << 16;

  /** The system's words for a full disk, and for a reached quota (two spellings). */
  private static final Set<String> WORDS =
      Set.of("No space left on device", "Disk quota exceeded", "Disc quota exceeded");

  private FreeSpace() {}

  /**
   * Tells whether a call has failed because the disk has no room, or the user's quota: for bytes,
   * or for another file while there are bytes. Java does not tell errors of the system apart by
   * type. The system's words may be in another language than English, so the disk is asked too.
   *
   * @param path the file or directory that the call was about
   * @param e the failure of the call
   * @return false also where the system does not tell
   */
  public static boolean isUsedUp(Path path, IOException e) {
    // The reason alone: a message begins with the names of files, which may have any words.
    String words = e instanceof FileSystemException named ? named.getReason() : e.getMessage();
    return (words != null && WORDS.contains(words)) || isUsedUp(path);
  }

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
