package dev.cairn.internal.lmdb.env;

import dev.cairn.StoreOpenException;
import dev.cairn.StoreOpenException.Reason;
import dev.cairn.internal.lmdb.files.OpenFailures;
import dev.cairn.internal.lmdb.files.StoreFiles;
import dev.cairn.internal.platform.CacheDirectory;
import java.io.IOException;
import java.nio.file.Path;
import org.lmdbjava.Env;
import org.lmdbjava.LmdbException;

/** Creates the exceptions for a store that LMDB cannot open, with messages that say what to do. */
public final class LmdbOpenFailures {
  private LmdbOpenFailures() {}

  /** Returns the exception for a lock file whose version is not that of the data file beside it. */
  static StoreOpenException foreignLock(Path lock) {
    return new StoreOpenException(
        Reason.STORAGE,
        "%s is in use with another data file than the one beside it. End the programs that use it, put the files in order, and open the store again"
            .formatted(lock));
  }

  /** Returns the exception for a store where readers cannot register, and others may write. */
  static StoreOpenException unregistered(Path store) {
    return new StoreOpenException(
        Reason.NO_PERMISSION,
        "the store at %s cannot be read where it is: %s, in which readers register, is on a read-only mount, and a program that has the files through another mount could write over what is being read. Mount the directory writable and open the store with CairnOptions.readOnly(), or read a copy of it (cairn copy)"
            .formatted(store, StoreFiles.LOCK));
  }

  /**
   * Returns the exception for native libraries, LMDB's and the one that calls it, that cannot be
   * loaded.
   *
   * @param reason the reason that the message quotes
   */
  static StoreOpenException noLibrary(Throwable reason, Throwable cause) {
    return new StoreOpenException(
        Reason.STORAGE,
        "LMDB's native library cannot be loaded (%s). It is kept in the user's cache directory, or where that cannot be used (%s), unpacked to java.io.tmpdir (%s), or %s (%s) if that is set: let one of them be a directory that can be written to, with a few MB free, and that programs may be run from (not mounted noexec), by -D%s=DIR or -Djava.io.tmpdir=DIR or, for the command, TMPDIR=DIR, and start this JVM again"
            .formatted(
                reason.toString().lines().findFirst().orElse(""),
                LibraryFiles.cacheFailure(),
                System.getProperty("java.io.tmpdir"),
                LibraryFiles.EXTRACT_DIR,
                System.getProperty(LibraryFiles.EXTRACT_DIR, "not set"),
                CacheDirectory.PROPERTY),
        cause);
  }

  /** Returns the exception for files that could not be mapped. */
  static StoreOpenException refused(Path directory, long mapBytes, Exception e) {
    if (SystemError.NO_ADDRESS_SPACE.causes(e)) {
      return new StoreOpenException(
          Reason.STORAGE,
          "the system has no address space for the memory map of the store at %s, %d bytes (%s). Give the map a smaller size, which the store still fits in: CairnOptions.withMapSize, or --map-size of the command. Or raise the limit of the process (ulimit -v)"
              .formatted(directory, mapBytes, e.getMessage()),
          e);
    }
    return refused(directory, e);
  }

  /**
   * Returns the exception for a failed opening.
   *
   * @param e an {@link IOException} or an {@link LmdbException}
   */
  public static StoreOpenException refused(Path directory, Exception e) {
    if (e instanceof IOException io) {
      return OpenFailures.refused(directory, io);
    }
    String message = String.valueOf(e.getMessage());
    if (SystemError.NO_PERMISSION.causes(e)) {
      return OpenFailures.noPermission(directory, message, e);
    }
    if (SystemError.TRY_AGAIN.causes(e)) {
      return new StoreOpenException(
          Reason.STORAGE,
          "another process that has the store at %s open has the same process id as this one (%d), as happens with containers: LMDB tells processes apart by it (%s). Let the containers share the PID namespace, or start this process with another id"
              .formatted(directory, ProcessHandle.current().pid(), message),
          e);
    }
    if (e instanceof Env.ReadersFullException) {
      return new StoreOpenException(
          Reason.STORAGE,
          "every reader slot of the store at %s is taken by other processes; close snapshots sooner there, or raise CairnOptions.withMaxReaders for every process"
              .formatted(directory),
          e);
    }
    if (e instanceof Env.VersionMismatchException) {
      return new StoreOpenException(
          Reason.NEWER_FORMAT,
          "store %s is in use by a program with another version of LMDB (%s); close that, or use the same version"
              .formatted(directory, message),
          e);
    }
    return new StoreOpenException(
        Reason.STORAGE, "the store at %s cannot be opened: %s".formatted(directory, message), e);
  }
}
