package dev.cairn.engine.lmdb;

import dev.cairn.CairnException;
import dev.cairn.ReadersFullException;
import dev.cairn.StorageException;
import dev.cairn.StoreFullException;
import java.nio.file.Path;
import java.util.Locale;
import org.lmdbjava.Env;
import org.lmdbjava.LmdbException;

/** Says in Cairn's words what LMDB reported. */
final class Failures {
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
    if (lower.contains("no space left") || lower.contains("quota")) {
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
}
