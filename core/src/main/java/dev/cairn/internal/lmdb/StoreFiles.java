package dev.cairn.internal.lmdb;

import dev.cairn.StoreOpenException;
import dev.cairn.StoreOpenException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.LmdbException;

/** The files of a store, checked in plain Java before LMDB maps them. */
final class StoreFiles {
  /** LMDB's data file. */
  static final String DATA = "data.mdb";

  /** LMDB's lock file: the readers, the writer's mutex, the version. */
  static final String LOCK = "lock.mdb";

  /** Who holds the writer; see {@link WriterMark}. */
  static final String MARK = "writer.mark";

  private static final Set<String> NETWORK =
      Set.of(
          "nfs",
          "nfs4",
          "cifs",
          "smb",
          "smb2",
          "smb3",
          "smbfs",
          "afs",
          "ncpfs",
          "9p",
          "ceph",
          "glusterfs",
          "lustre",
          "beegfs",
          "fuse.sshfs",
          "fuse.glusterfs",
          "fuse.rclone",
          "fuse.s3fs",
          "davfs",
          "gpfs",
          "ocfs2",
          "gfs2",
          "fuse.ceph-fuse",
          "fuse.juicefs",
          "fuse.gcsfuse",
          "fuse.blobfuse2",
          "fuse.vmhgfs-fuse",
          "vboxsf");

  private StoreFiles() {}

  /**
   * Makes sure that {@code directory} holds a store that LMDB can map, creating it if need be and
   * allowed.
   */
  static void prepare(Path directory, LmdbOptions options) {
    boolean writable = !options.readOnly();
    try {
      if (Files.exists(directory) && !Files.isDirectory(directory)) {
        throw new StoreOpenException(
            Reason.NOT_A_STORE,
            "%s is a file; a store is a directory. Give the path of a directory"
                .formatted(directory));
      }
      for (String name : List.of(DATA, LOCK, MARK)) {
        refuseLink(directory.resolve(name));
      }
      Path data = directory.resolve(DATA);
      if (!isThere(data)) {
        if (!writable) {
          throw OpenFailures.missing(directory);
        }
        NewStore.create(directory);
      } else if (writable) {
        NewStore.forceNames(directory); // its creator may not have come to it yet
      }
      refuseNetwork(directory);
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
      throw OpenFailures.refused(directory, e);
    }
  }

  /** Unlike {@link Files#exists}, tells what is not there from what may not be seen. */
  static boolean isThere(Path file) throws IOException {
    try {
      Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Whoever may only put a link here must not choose which other file is written to. */
  private static void refuseLink(Path file) throws IOException {
    if (isThere(file) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new StoreOpenException(
          Reason.NOT_A_STORE,
          "%s is no regular file, and links are not followed. Check the path".formatted(file));
    }
  }

  /** A directory with other things in it was probably named by mistake. */
  static void refuseStrangers(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      @Nullable Path stranger =
          files.filter(file -> !ours(file.getFileName().toString())).findFirst().orElse(null);
      if (stranger != null) {
        throw new StoreOpenException(
            Reason.NOT_A_STORE,
            "%s holds other files (%s) and no store; give an empty or a new directory"
                .formatted(directory, stranger.getFileName()));
      }
    }
  }

  private static boolean ours(String name) {
    return name.equals(DATA)
        || name.equals(LOCK)
        || name.equals(MARK)
        || name.startsWith(NewStore.PREFIX)
        || name.startsWith(StagedStore.PREFIX);
  }

  static void refuseNetwork(Path directory) throws IOException {
    String type = Files.getFileStore(directory).type().toLowerCase(Locale.ROOT);
    if (NETWORK.contains(type)) {
      throw new StoreOpenException(
          Reason.NETWORK_FILE_SYSTEM,
          "%s is on a network file system (%s), where memory maps and locks are not coherent; put the store on a local disk"
              .formatted(directory, type));
    }
  }
}
