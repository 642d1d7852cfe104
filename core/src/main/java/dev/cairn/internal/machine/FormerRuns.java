package dev.cairn.internal.machine;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what the processes of former runs of the machine have shared. */
final class FormerRuns {
  private static final Logger LOG = LoggerFactory.getLogger(FormerRuns.class);

  private FormerRuns() {}

  /**
   * Removes the directories beside that of this run in which no process has a slot.
   *
   * @param run the directory of this run
   * @param slots the name of the file with the slots
   */
  static void remove(Path run, String slots) {
    try (DirectoryStream<Path> runs = Files.newDirectoryStream(run.resolveSibling("."))) {
      for (Path other : runs) {
        Path directory = other.normalize();
        if (!directory.equals(run)
            && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
            && Files.exists(directory.resolve(slots))
            && ProcessSlots.abandoned(directory.resolve(slots))) {
          removeFiles(directory);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.debug("what is left in {} of former runs of the machine stays", run.getParent(), e);
    }
  }

  private static void removeFiles(Path directory) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
