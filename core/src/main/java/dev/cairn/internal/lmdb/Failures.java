package dev.cairn.internal.lmdb;

import dev.cairn.CairnException;
import dev.cairn.ReadersFullException;
import dev.cairn.StorageException;
import dev.cairn.StoreFullException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.lmdbjava.Env;
import org.lmdbjava.LmdbException;
import org.lmdbjava.LmdbNativeException;

/** Says in Cairn's words what LMDB reported. */
final class Failures {
  /** The number of "Input/output error", the same on all systems. */
  private static final int EIO = 5;

  /** A short write takes all blocks that there are, except what the file system needs itself. */
  private static final long FULL_BYTES = 1 << 16;

  private final Path store;

  Failures(Path store) {
    this.store = store;
  }

  /** Returns the exception to throw instead of {@code e}. */
  CairnException of(LmdbException e) {
    if (e instanceof Env.MapFullException) {
      return new StoreFullException(
          "store %s has reached its map size; nothing stored is lost. Open it with a larger one: CairnOptions.withMapSize"
              .formatted(store),
          e);
    }
    if (e instanceof Env.ReadersFullException) {
      return new ReadersFullException(
          "every reader slot of store %s is taken; close snapshots sooner, or raise CairnOptions.withMaxReaders for every process"
              .formatted(store),
          e);
    }
    String message = String.valueOf(e.getMessage());
    String lower = message.toLowerCase(Locale.ROOT);
    if (lower.contains("no space left") || lower.contains("quota") || isShortWrite(e)) {
      return new StoreFullException(
          "the disk of store %s is full; the write was not applied, and nothing stored is lost. Free some space"
              .formatted(store),
          e);
    }
    if (lower.contains("resized")) {
      return new StorageException(
          "another process has grown store %s beyond this process's map size; open it again with CairnOptions.withMapSize at least as large"
              .formatted(store),
          e);
    }
    if (lower.contains("panic") || lower.contains("fatal")) {
      return new StorageException(
          "writing to store %s failed earlier and its environment is disabled; close and open it again"
              .formatted(store),
          e);
    }
    return new StorageException("store %s: %s".formatted(store, message), e);
  }

  /**
   * Tells whether a write came to an end where the disk did: LMDB calls that EIO, as it calls a
   * disk that fails.
   */
  private boolean isShortWrite(LmdbException e) {
    if (!(e instanceof LmdbNativeException failed) || failed.getResultCode() != EIO) {
      return false;
    }
    try {
      return Files.getFileStore(NewStore.existing(store)).getUsableSpace() < FULL_BYTES;
    } catch (IOException unknown) {
      return false; // the disk does not even say how large it is
    }
  }
}
