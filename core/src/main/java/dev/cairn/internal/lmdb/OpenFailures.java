package dev.cairn.internal.lmdb;

import dev.cairn.StoreOpenException;
import dev.cairn.StoreOpenException.Reason;
import dev.cairn.internal.lmdb.pages.FormatException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Set;
import org.lmdbjava.Env;
import org.lmdbjava.LmdbNativeException;

/** The exceptions for a store that cannot be opened, each with its reason and the way out. */
final class OpenFailures {
  /** The numbers of ENOMEM, and of EOVERFLOW on Linux, with which a map can be refused. */
  private static final Set<Integer> TOO_LARGE = Set.of(12, 75);

  private OpenFailures() {}

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

  /** Returns the exception for a store that another copy of this library has open in this JVM. */
  static StoreOpenException otherClassLoader(Path store) {
    return new StoreOpenException(
        Reason.OTHER_CLASS_LOADER,
        "store %s is open in this JVM already, through another class loader than %s, and two openings would drop each other's file locks. Close it there first, or load Cairn once, in a class loader that is a parent of both (a server's directory of shared libraries), and share one Cairn"
            .formatted(store, OpenFailures.class.getClassLoader()));
  }

  static StoreOpenException missing(Path directory) {
    return new StoreOpenException(
        Reason.MISSING,
        "there is no store at %s; check the path, or open it for writing to create one"
            .formatted(directory));
  }

  static StoreOpenException refused(Path data, FormatException e) {
    String problem = e.getMessage();
    return switch (e.kind()) {
      case FOREIGN ->
          new StoreOpenException(
              Reason.NOT_A_STORE,
              "%s is not a Cairn store: %s. Check the path".formatted(data, problem),
              e);
      case OTHER_VERSION ->
          new StoreOpenException(
              Reason.NEWER_FORMAT,
              "%s: %s. Use the version that wrote it".formatted(data, problem),
              e);
      case DAMAGED ->
          new StoreOpenException(
              Reason.DAMAGED,
              "%s is damaged: %s. Restore the store from a dump or a copy".formatted(data, problem),
              e);
    };
  }

  /**
   * Returns the exception for native libraries, LMDB's and the one that calls it, that cannot be
   * loaded.
   *
   * @param reason what the message quotes
   */
  static StoreOpenException noLibrary(Throwable reason, Throwable cause) {
    return new StoreOpenException(
        Reason.STORAGE,
        "LMDB's native library cannot be loaded (%s). It is unpacked to java.io.tmpdir (%s), or %s (%s) if that is set: let them be directories that can be written to and that programs may be run from (not mounted noexec), by -Djava.io.tmpdir=DIR or, for the command, TMPDIR=DIR, and start this JVM again"
            .formatted(
                reason.toString().lines().findFirst().orElse(""),
                System.getProperty("java.io.tmpdir"),
                NativeLibraries.EXTRACT_DIR,
                System.getProperty(NativeLibraries.EXTRACT_DIR, "not set")),
        cause);
  }

  /** Returns the exception for what was said when the files were mapped. */
  static StoreOpenException refused(Path directory, long mapBytes, Exception e) {
    if (e instanceof LmdbNativeException failed && TOO_LARGE.contains(failed.getResultCode())) {
      return new StoreOpenException(
          Reason.STORAGE,
          "the system has no address space for the memory map of the store at %s, %d bytes (%s). Give the map a smaller size, which the store still fits in: CairnOptions.withMapSize, or --map-size of the command. Or raise the limit of the process (ulimit -v)"
              .formatted(directory, mapBytes, e.getMessage()),
          e);
    }
    return refused(directory, e);
  }

  /** Returns the exception for what the operating system, or LMDB, said. */
  static StoreOpenException refused(Path directory, Exception e) {
    String message =
        e instanceof FileSystemException
            ? e.getClass().getSimpleName() + ": " + e.getMessage() // which is only the path
            : e.getMessage() == null ? e.toString() : e.getMessage();
    if (e instanceof AccessDeniedException
        || message.contains("Permission denied")
        || message.contains("EACCES")) {
      return new StoreOpenException(
          Reason.NO_PERMISSION,
          "no permission to open the store at %s (%s); it belongs to the user who made it. Even reading needs write access to %s, where readers register"
              .formatted(directory, message, StoreFiles.LOCK),
          e);
    }
    if (message.contains("EAGAIN") || message.contains("Resource temporarily unavailable")) {
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
