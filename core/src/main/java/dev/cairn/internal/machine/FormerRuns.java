package dev.cairn.internal.machine;

import dev.cairn.StorageException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what the processes of former runs of the machine have shared, and finds processes that
 * name the present run differently.
 */
final class FormerRuns {

  private FormerRuns() {}

  /**
   * Removes the directories beside that of this run in which no process has a slot. Call it after
   * this process has taken its own slot: of two processes with different runs, the later one then
   * sees the other.
   *
   * @param run the directory of this run
   * @param slots the name of the file with the slots
   * @throws StorageException if a process has a slot in one of them: it lives now, so both names
   *     are for the same run of the machine, and the two processes would share no lock
   */
  static void remove(Path run, String slots) {
    try (DirectoryStream<Path> runs = Files.newDirectoryStream(run.resolveSibling("."))) {
      for (Path other : runs) {
        Path directory = other.normalize();
        if (!directory.equals(run) && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
          removeAbandoned(directory, run, slots);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      log().debug("what is left in {} of former runs of the machine stays", run.getParent(), e);
    }
  }

  private static void removeAbandoned(Path directory, Path run, String slots) throws IOException {
    try {
      if (!ProcessSlots.abandoned(directory.resolve(slots))) {
        throw new StorageException(
            "a living process names the run of the machine '%s', and this one '%s', so they would not share their locks and limits: %s; give both the same system property %s, or containers the same /proc/sys/kernel/random/boot_id"
                .formatted(directory.getFileName(), run.getFileName(), directory, MachineRun.NAME));
      }
      removeFiles(directory);
    } catch (NoSuchFileException e) {
      log()
          .debug(
              "{} is none of a former run, or is being removed by another process", directory, e);
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

  private static Logger log() {
    return LoggerFactory.getLogger(FormerRuns.class);
  }
}
