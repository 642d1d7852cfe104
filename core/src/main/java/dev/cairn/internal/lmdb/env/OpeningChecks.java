package dev.cairn.internal.lmdb.env;

import dev.cairn.StoreOpenException;
import dev.cairn.StoreOpenException.Reason;
import dev.cairn.internal.lmdb.files.FileCreation;
import dev.cairn.internal.lmdb.files.OpenFailures;
import dev.cairn.internal.lmdb.files.StoreFiles;
import dev.cairn.internal.lmdb.files.StoreFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.lmdbjava.LmdbException;

/** Checks the files of a store before LMDB maps them, and creates a store that is missing. */
public final class OpeningChecks {
  private OpeningChecks() {}

  /**
   * Makes sure that {@code directory} holds a store that LMDB can map, creating it if need be and
   * allowed.
   *
   * @throws StoreOpenException if there is none that can be opened
   */
  public static void prepare(Path directory, LmdbOptions options) {
    boolean writable = !options.readOnly();
    try {
      StoreFiles.requireDirectory(directory);
      StoreFiles.refuseLinks(directory);
      Path data = directory.resolve(StoreFiles.DATA);
      if (!StoreFiles.isThere(data)) {
        if (!writable) {
          throw OpenFailures.missing(directory);
        }
        NewStore.create(directory);
      } else if (writable) {
        FileCreation.forceNames(directory); // the process that created it may not have done so yet
      }
      StoreFiles.refuseNetwork(directory);
      if (writable && !Files.isWritable(data)) {
        throw new StoreOpenException(
            Reason.NO_PERMISSION,
            "%s may not be written by this user; open it with CairnOptions.readOnly(), or change its permissions"
                .formatted(data));
      }
      StoreFormat.check(data);
      NewStore.layOutLock(directory, options.maxReaders());
      if (writable) {
        NewStore.removeLeftovers(directory);
      }
    } catch (IOException | LmdbException e) {
      throw LmdbOpenFailures.refused(directory, e);
    }
  }
}
