package dev.cairn.internal.lmdb.env;

import dev.cairn.StorageException;
import dev.cairn.internal.lmdb.files.StoreFiles;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Detects that snapshots can no longer be trusted because the data file and the lock file of the
 * store do not belong together.
 *
 * <p>A commit first writes its version to the data file, to the meta page of its parity, and then
 * to the lock file; no other commit begins in between. So as long as both files belong together,
 *
 * <ul>
 *   <li>the data file contains the last version that the lock file records. Otherwise this process
 *       has mapped an old file: the data file was replaced, or a container's file system copied it
 *       when a process first opened the file for writing.
 *   <li>the data file is at most one version ahead. Otherwise, programs that use another lock file
 *       commit to it.
 * </ul>
 *
 * <p>A process that reads without slots, on a file system that is read-only, expects the data file
 * to stay at one version. A file system can be made writable again; the third commit from then on
 * could overwrite pages that a snapshot shows, so reading ends at the first commit.
 *
 * <p>The data file is read through LMDB's map: call only while a transaction is open.
 */
public final class SnapshotGuard {
  private static final int LOOKS = 1000;

  private final Path store;
  private final MetaVersions data;
  private final @Nullable LockFile lock;

  /** The version at which the data file must stay if readers have no slots; -1 if they have. */
  private final long only;

  private SnapshotGuard(Path store, MetaVersions data, @Nullable LockFile lock, long only) {
    this.store = store;
    this.data = data;
    this.lock = lock;
    this.only = only;
  }

  /**
   * Returns the guard of an environment whose readers have slots.
   *
   * @param lock the lock file, or null if its version is not known: then nothing is checked
   */
  static SnapshotGuard withSlots(Path store, MetaVersions data, @Nullable LockFile lock) {
    return new SnapshotGuard(store, data, lock, -1);
  }

  /** Returns the guard of an environment whose readers have no slots. */
  static SnapshotGuard withoutSlots(Path store, MetaVersions data) {
    return new SnapshotGuard(store, data, null, data.newest());
  }

  /**
   * Returns whether the data file contains a version. A version may be missing unless it is the
   * last one in the lock file. Returns true if nothing can be checked.
   */
  public boolean shows(long version) {
    return lock == null || !data.known() || data.ofParity(version) == version;
  }

  /** Returns the exception to throw if the data file does not contain the last version. */
  public StorageException strayed() {
    return new StorageException(
        "store %s is not what this process has open: its %s was replaced, or copied by a container's file system when another process first opened it for writing, and the old file does not change any more; close the store and open it again"
            .formatted(store, StoreFiles.DATA));
  }

  /**
   * Does nothing as long as what was read until now can be trusted.
   *
   * @throws StorageException if it can no longer be trusted, because a page may have been
   *     overwritten before it was read
   */
  public void check() {
    if (!isTrusted()) {
      refuse();
    }
  }

  private boolean isTrusted() {
    if (only >= 0) {
      return data.newest() == only;
    }
    return lock == null
        || !data.known()
        || data.newest() <= lock.version() + 1; // read the lock file last: its version only grows
  }

  private void refuse() {
    for (int look = 0; look < LOOKS; look++) { // a commit may be writing the number just now
      Thread.onSpinWait();
      if (isTrusted()) {
        return;
      }
    }
    throw new StorageException(
        only >= 0
            ? "store %s was opened on a read-only file system, where readers cannot register, and another program has written to it since: what is read may be written over; close the store and open it again"
                .formatted(store)
            : "store %s is written to by a program that uses another %s, and what is read here may be written over; let all programs open the store by the same directory, with both files from the same place"
                .formatted(store, StoreFiles.LOCK));
  }
}
