package dev.cairn.internal.platform;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/**
 * Copies a file to the writable layer of a layered file system, as containers have them, so that
 * all processes open the same file. A process that has a file of the lower layer open for reading
 * keeps that file, even after another process has opened the name for writing and so has had the
 * file copied up. Other systems than Linux have no such layers.
 */
public final class Layers {
  private static final List<String> TYPES = List.of("overlay", "aufs", "unionfs");

  private Layers() {}

  /**
   * Has a file copied to the upper layer now, if it lies in a lower one, so that all processes that
   * open it from here on have the same file. Where that is not possible (there is no permission, or
   * no space) the file stays where it is, and a check of every snapshot notices if it is copied
   * later.
   *
   * @throws ClosedByInterruptException if this thread was interrupted
   */
  public static void copyUp(Path file) throws IOException {
    if (!Platform.isLinux()) {
      return;
    }
    // Of the directory: a file can seem to lie on a device of its own.
    String type = Files.getFileStore(file.resolveSibling("")).type().toLowerCase(Locale.ROOT);
    if (TYPES.stream().anyMatch(type::contains)) {
      openForWriting(file);
    }
  }

  private static void openForWriting(Path file) throws ClosedByInterruptException {
    try {
      FileChannel.open(file, StandardOpenOption.WRITE).close();
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      // It may not be written, or not be copied: then it is read as it is.
    }
  }
}
