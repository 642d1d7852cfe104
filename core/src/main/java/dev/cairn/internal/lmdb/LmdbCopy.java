package dev.cairn.internal.lmdb;

import dev.cairn.CairnException;
import dev.cairn.StorageException;
import dev.cairn.StoreFullException;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.lmdb.env.Environment;
import dev.cairn.internal.lmdb.env.NewStore;
import dev.cairn.internal.lmdb.env.SystemError;
import dev.cairn.internal.lmdb.files.FileCreation;
import dev.cairn.internal.lmdb.files.FreeSpace;
import dev.cairn.internal.lmdb.files.OpenFailures;
import dev.cairn.internal.lmdb.files.StoreFiles;
import dev.cairn.internal.lmdb.pages.Damage;
import dev.cairn.internal.lmdb.pages.DataFile;
import dev.cairn.internal.lmdb.pages.Entry;
import dev.cairn.internal.lmdb.pages.FormatException;
import dev.cairn.internal.lmdb.pages.Meta;
import dev.cairn.internal.lmdb.pages.PageCheck;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import org.lmdbjava.LmdbException;

/** Copies an open store to a new directory with LMDB's own copy function. */
final class LmdbCopy {
  private LmdbCopy() {}

  /** Makes the directory and the copy; where that fails, the directory is removed again. */
  static void make(Environment environment, Path directory, boolean compact) {
    Path store = environment.store();
    try {
      Path parent = directory.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent, FileCreation.privateDirectory(directory));
      }
      Files.createDirectory(directory, FileCreation.privateDirectory(directory));
      boolean made = false;
      try {
        environment.copyTo(directory, compact);
        finish(directory.resolve(StoreFiles.DATA));
        FileCreation.forceNamesUp(directory.toAbsolutePath());
        made = true;
      } catch (IOException e) {
        throw failed(store, directory, e); // while the disk is still as full as it was
      } finally {
        if (!made) {
          NewStore.removeBuilding(directory);
        }
      }
    } catch (LmdbException e) {
      throw failed(store, directory, e);
    } catch (IOException e) {
      throw failed(store, directory, e);
    }
  }

  /**
   * Walks the pages as a snapshot sees them. Compacting does the same in LMDB, which trusts them:
   * what is damaged may end the JVM.
   */
  static void requireSoundPages(Engine engine, Path store) {
    long looked = -1;
    while (true) {
      try (Snapshot snapshot = engine.snapshot();
          DataFile file = DataFile.openDamaged(store.resolve(StoreFiles.DATA))) {
        for (Meta meta : file.metas()) {
          if (meta.transaction() == snapshot.version()) {
            requireSoundPages(file, meta, store);
            return;
          }
        }
        if (looked == snapshot.version()) {
          throw damaged(store, "no header is of its last commit");
        }
        looked = snapshot.version(); // two commits went by since, and so may have its header
      } catch (FormatException e) {
        throw OpenFailures.refused(store, e);
      } catch (IOException e) {
        throw OpenFailures.refused(store, e);
      }
    }
  }

  private static void requireSoundPages(DataFile file, Meta meta, Path store) throws IOException {
    PageCheck check =
        new PageCheck(
            file,
            meta,
            true,
            new PageCheck.Visitor() {
              @Override
              public void entry(String database, Entry entry) {
                // only the pages matter
              }

              @Override
              public void damaged(Damage damage) {
                throw LmdbCopy.damaged(store, damage.problem());
              }
            });
    check.databases(StorePages.DATABASES);
    check.freeList();
  }

  private static StorageException damaged(Path store, String problem) {
    return new StorageException(
        "store %s is damaged, and cannot be compacted: %s. Salvage it, or restore it from a dump or a copy"
            .formatted(store, problem));
  }

  /** LMDB makes the file with the permissions of any other one, and does not sync it. */
  private static void finish(Path data) throws IOException {
    PosixFileAttributeView posix = Files.getFileAttributeView(data, PosixFileAttributeView.class);
    if (posix != null) {
      posix.setPermissions(PosixFilePermissions.fromString("rw-------"));
    }
    try (FileChannel channel = FileChannel.open(data, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static CairnException failed(Path store, Path directory, LmdbException e) {
    if (SystemError.DISK_FULL.causes(e) || SystemError.QUOTA_REACHED.causes(e)) {
      return full(store, directory, e);
    }
    if (SystemError.FILE_TOO_LARGE.causes(e)) {
      return new StoreFullException(
          "the copy of store %s at %s is larger than this process may make a file, and was not made; raise the limit (ulimit -f), or compact the copy"
              .formatted(store, directory),
          e);
    }
    return failed(store, directory, String.valueOf(e.getMessage()), e);
  }

  private static CairnException failed(Path store, Path directory, IOException e) {
    if (e instanceof FileAlreadyExistsException exists) {
      return new StorageException(
          "%s exists; a copy is made in a directory that does not".formatted(exists.getFile()), e);
    }
    return FreeSpace.isUsedUp(directory, e)
        ? full(store, directory, e)
        : failed(store, directory, e.getClass().getSimpleName() + ": " + e.getMessage(), e);
  }

  private static StoreFullException full(Path store, Path directory, Exception e) {
    return new StoreFullException(
        "the disk of %s is full, or a quota of bytes or files is used up, and the copy of store %s was not made; free some space, or copy to another disk"
            .formatted(directory, store),
        e);
  }

  private static StorageException failed(Path store, Path directory, String problem, Exception e) {
    return new StorageException(
        "store %s cannot be copied to %s: %s".formatted(store, directory, problem), e);
  }
}
