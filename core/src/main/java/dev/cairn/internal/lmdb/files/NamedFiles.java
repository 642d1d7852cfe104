package dev.cairn.internal.lmdb.files;

import dev.cairn.StorageException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Detects that the files of an open store were removed or renamed.
 *
 * <p>If the data file has lost its name, every later commit to it is lost too. If the lock file
 * has, the next process to open the store makes a new one: two processes would then write at the
 * same time, and each take pages that the other one reads.
 */
public final class NamedFiles {
  private final Path store;
  private final NamedFile data;
  private final NamedFile lock;
  private volatile boolean lost;

  /** Notes which files there are; call once they are open, which moves them in some containers. */
  public NamedFiles(Path store) throws IOException {
    this.store = store;
    this.data = new NamedFile(store.resolve(StoreFiles.DATA));
    this.lock = new NamedFile(store.resolve(StoreFiles.LOCK));
  }

  /**
   * Looks whether the names still lead to these files.
   *
   * @throws StorageException if not; from now on, that is so for good. Also if the system cannot
   *     tell now
   */
  public void look() {
    try {
      lost |= !data.isAtItsName() || !lock.isAtItsName();
    } catch (IOException e) {
      throw new StorageException(
          "the system cannot tell whether the files of store %s are where they were (%s); try again"
              .formatted(store, e),
          e);
    }
    requireKept();
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
