package dev.cairn.internal.machine;

import dev.cairn.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Names the run of the machine: a text that is another one after each restart. */
public final class MachineRun {
  /** The system property that names the run, where the system does not, and in tests. */
  public static final String NAME = "cairn.machine.run";

  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  private MachineRun() {}

  /**
   * Returns the name of this run, which fits into a file name.
   *
   * <p>On Linux it is the kernel's boot id, which containers share. Elsewhere it is the start of
   * the first process.
   */
  public static String name() {
    String given = System.getProperty(NAME);
    if (given != null) {
      return requireFileName(given);
    }
    try {
      if (Files.isReadable(BOOT_ID)) {
        return requireFileName(Files.readString(BOOT_ID).strip());
      }
    } catch (IOException e) {
      throw new StorageException("the boot id cannot be read from %s: %s".formatted(BOOT_ID, e), e);
    }
    return startOfTheFirstProcess()
        .map(start -> "since-" + start.toEpochMilli())
        .orElseThrow(
            () ->
                new StorageException(
                    "this system does not tell when it was started; set the system property %s to a name that is another one after each restart"
                        .formatted(NAME)));
  }

  private static Optional<Instant> startOfTheFirstProcess() {
    return ProcessHandle.of(1).flatMap(first -> first.info().startInstant());
  }

  private static String requireFileName(String name) {
    if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
      throw new StorageException(
          "the run of the machine has the name '%s'; 1 to 64 letters, digits, '-' and '_' are allowed"
              .formatted(name));
    }
    return name;
  }
}
