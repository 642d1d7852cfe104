package dev.cairn.internal.lmdb.env;

import dev.cairn.CairnException;
import dev.cairn.ReadersFullException;
import dev.cairn.StorageException;
import dev.cairn.StoreFullException;
import dev.cairn.internal.lmdb.files.FreeSpace;
import dev.cairn.internal.lmdb.files.StoreFiles;
import dev.cairn.internal.platform.FileSizeLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.LmdbException;
import org.lmdbjava.LmdbNativeException;

/** Turns LMDB's exceptions for an open store into Cairn's, with messages that say what to do. */
public final class Failures {
  private final Path store;

  Failures(Path store) {
    this.store = store;
  }

  /** Returns the exception to throw instead of {@code e}. */
  public CairnException of(LmdbException e) {
    if (e instanceof Env.MapFullException) {
      return new StoreFullException(
          "store %s has reached its map size; nothing stored is lost. Delete something, a few rows in each transaction, or open it with a larger map: CairnOptions.withMapSize, or --map-size of the command"
              .formatted(store),
          e);
    }
    if (e instanceof Env.ReadersFullException) {
      return new ReadersFullException(
          "every reader slot of store %s is taken; close snapshots sooner, or raise CairnOptions.withMaxReaders for every process"
              .formatted(store),
          e);
    }
    if (e instanceof Dbi.MapResizedException) {
      return new OutgrownMapException(
          "another process has grown store %s beyond the memory map of this one, and the map cannot grow with it while snapshots are open here, or a write waits for another process. Close snapshots sooner, or open the store with CairnOptions.withMapSize at least as large as the other process does"
              .formatted(store),
          e);
    }
    OptionalLong limit = reachedLimit(e);
    if (limit.isPresent()) {
      return new StoreFullException(
          "the data file of store %s has reached the size that this process may give a file, %d bytes; the write was not applied, and nothing stored is lost. Raise the limit (ulimit -f), and start the process again"
              .formatted(store, limit.getAsLong()),
          e);
    }
    if (SystemError.DISK_FULL.causes(e) || SystemError.QUOTA_REACHED.causes(e) || isShortWrite(e)) {
      return new StoreFullException(
          "the disk of store %s is full; the write was not applied, and nothing stored is lost. Free some space"
              .formatted(store),
          e);
    }
    if (e instanceof LmdbNativeException.PanicException) {
      return new StorageException(
          "writing to store %s failed earlier and its environment is disabled; close and open it again"
              .formatted(store),
          e);
    }
    return new StorageException("store %s: %s".formatted(store, e.getMessage()), e);
  }

  /** Returns the exception for a memory map that the system has no address space for. */
  StorageException noAddressSpace(long bytes) {
    return new StorageException(
        "another process has grown store %s, and the system lets this process have no memory map of %d bytes for it; raise the limit of its address space (ulimit -v), and open the store again"
            .formatted(store, bytes));
  }

  /** Returns the exception for a memory map that was given up for another one, in vain. */
  StorageException notMapped(long bytes, LmdbException e) {
    return new StorageException(
        "another process has grown store %s, and the system did not let this process have a memory map of %d bytes for it; nothing stored is lost. Raise the limit of its address space (ulimit -v), close the store, and open it again"
            .formatted(store, bytes),
        e);
  }

  /** Returns the exception for an environment without a memory map, whatever was asked of it. */
  StorageException noMap() {
    return new StorageException(
        "store %s lost its memory map here when another process had grown it, and is out of use in this process; nothing stored is lost. Close it, and open it again"
            .formatted(store));
  }

  /**
   * Returns the limit of a file's size if a write came to an end there: the first one is cut short,
   * which LMDB calls EIO, and the next one is refused.
   */
  private OptionalLong reachedLimit(LmdbException e) {
    if (!SystemError.INPUT_OUTPUT.causes(e) && !SystemError.FILE_TOO_LARGE.causes(e)) {
      return OptionalLong.empty();
    }
    OptionalLong limit = FileSizeLimit.bytes();
    try {
      long size = Files.size(store.resolve(StoreFiles.DATA));
      return limit.isPresent() && size > limit.getAsLong() - FreeSpace.LEAST_BYTES
          ? limit
          : OptionalLong.empty();
    } catch (IOException unknown) {
      return OptionalLong.empty();
    }
  }

  /**
   * Tells whether a write came to an end where the disk did: LMDB calls that EIO, as it calls a
   * disk that fails.
   */
  private boolean isShortWrite(LmdbException e) {
    return SystemError.INPUT_OUTPUT.causes(e) && FreeSpace.isUsedUp(store);
  }
}
