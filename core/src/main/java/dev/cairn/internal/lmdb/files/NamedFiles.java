package dev.cairn.internal.lmdb.files;

import dev.cairn.StorageException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Detects that the files of an open store were removed or renamed.
 *
 * <p>If the data file has lost its name, every later commit to it is lost too. If the lock file
 * has, the next process to open the store makes a new one: two processes would then write at the
 * same time, and each take pages that the other one reads.
 */
public final class NamedFiles {
  private final Path store;
  private final Path data;
  private final Path lock;
  private final @Nullable Object dataKey;
  private final @Nullable Object lockKey;
  private volatile boolean lost;

  /** Notes which files there are; call once they are open, which moves them in some containers. */
  public NamedFiles(Path store) throws IOException {
    this.store = store;
    this.data = store.resolve(StoreFiles.DATA);
    this.lock = store.resolve(StoreFiles.LOCK);
    this.dataKey = key(data);
    this.lockKey = key(lock);
  }

  /** Returns what tells a file from others of its name; null if there is none, or nothing tells. */
  private static @Nullable Object key(Path file) throws IOException {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /**
   * Looks whether the names still lead to these files.
   *
   * @throws StorageException if not; from now on, that is so for good. Also if the system cannot
   *     tell now
   */
  public void look() {
    try {
      lost |= !isAt(data, dataKey) || !isAt(lock, lockKey);
    } catch (IOException e) {
      throw new StorageException(
          "the system cannot tell whether the files of store %s are where they were (%s); try again"
              .formatted(store, e),
          e);
    }
    requireKept();
  }

  private static boolean isAt(Path file, @Nullable Object key) throws IOException {
    try {
      return Objects.equals(key(file), key);
    } catch (AccessDeniedException e) {
      return true; // unknown; the open files can be used all the same
    }
  }

  /** Tells whether a look has found a name lost. */
  public boolean lost() {
    return lost;
  }

  /**
   * Does nothing, unless a look has found a name lost.
   *
   * @throws StorageException if so
   */
  public void requireKept() {
    if (lost) {
      throw new StorageException(
          "the files of store %s were removed, renamed or replaced while it was open, and what is written now would be lost; close it, put the files in order, and open it again"
              .formatted(store));
    }
  }
}
