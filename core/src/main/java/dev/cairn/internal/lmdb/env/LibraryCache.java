package dev.cairn.internal.lmdb.env;

import dev.cairn.internal.lmdb.files.FileCreation;
import dev.cairn.internal.lmdb.files.PrivateDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * A user's directory of native libraries, each unpacked once and used by all later JVMs.
 *
 * <p>A file is handed out only if it holds the bytes of the jar: they are compared each time, which
 * takes a new JVM a twentieth of the time of a SHA-256. The directory is the user's own, so nobody
 * else can change a file between that and its loading. Each version of a library has a directory of
 * its own, named by its checksum.
 *
 * <p>A file comes into place complete and durable, under one temporary name whose lock the kernel
 * drops with its process: a JVM that is killed leaves one file at most, which the next one uses.
 */
final class LibraryCache {
  private static final String LOCK = "unpacking.lock";
  private static final String UNFINISHED = "unpacking";

  private final Path directory;

  private LibraryCache(Path directory) {
    this.directory = directory;
  }

  /**
   * Opens the cache, and makes its directory unless it is there.
   *
   * @throws IOException if there can be none that only the current user can change
   */
  static LibraryCache open(Path directory) throws IOException {
    return new LibraryCache(PrivateDirectory.make(directory));
  }

  /**
   * Returns the file of a library, and writes it unless it is there and whole.
   *
   * @param name the name of the file
   * @param library the bytes that it must hold
   * @throws IOException if it cannot be written, another process is writing it, or no program may
   *     be run from there
   */
  Path file(String name, byte[] library) throws IOException {
    Path own = PrivateDirectory.make(directory.resolve(fingerprint(library)));
    Path file = own.resolve(name);
    if (!holds(file, library)) {
      unpack(file, library);
      FileCreation.forceNames(own);
    }
    // The system denies this for every file of a file system that is mounted noexec.
    if (!Files.isExecutable(file)) {
      throw new FileSystemException(
          file.toString(), null, "programs may not be run from there (mounted noexec)");
    }
    return file;
  }

  /** It only keeps the versions apart; the bytes themselves are compared. */
  private static String fingerprint(byte[] library) {
    CRC32 sum = new CRC32();
    sum.update(library);
    return Long.toHexString(sum.getValue()) + "-" + library.length;
  }

  private static boolean holds(Path file, byte[] library) throws IOException {
    try {
      return Files.size(file) == library.length && Arrays.equals(Files.readAllBytes(file), library);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private void unpack(Path file, byte[] library) throws IOException {
    Path lock = directory.resolve(LOCK);
    try (FileChannel owner =
        FileChannel.open(
            lock,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            FileCreation.privateFile(lock))) {
      if (owner.tryLock() == null) {
        throw new FileSystemException(file.toString(), null, "another process is unpacking it");
      }
      if (!holds(file, library)) {
        write(file, library);
      }
    } catch (OverlappingFileLockException e) {
      throw new FileSystemException(file.toString(), null, "this JVM is unpacking it");
    }
  }

  private void write(Path file, byte[] library) throws IOException {
    Path unfinished = directory.resolve(UNFINISHED);
    try (FileChannel channel =
        FileChannel.open(
            unfinished,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE),
            FileCreation.privateFile(unfinished))) {
      ByteBuffer bytes = ByteBuffer.wrap(library);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    PosixFileAttributeView posix =
        Files.getFileAttributeView(unfinished, PosixFileAttributeView.class);
    if (posix != null) {
      posix.setPermissions(PosixFilePermissions.fromString("rwx------")); // whatever the umask is
    }
    Files.move(
        unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
