package dev.cairn.internal.lmdb.files;

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

/** Defines the names of a store's files, and refuses directories in which no store can be. */
public final class StoreFiles {
  /** LMDB's data file. */
  public static final String DATA = "data.mdb";

  /** LMDB's lock file: the readers, the writer's mutex, the version. */
  public static final String LOCK = "lock.mdb";

  /** The file that names the process which holds LMDB's write lock. */
  public static final String MARK = "writer.mark";

  /** The file of the turn to write, and of the processes that wait for it. */
  public static final String TURN = "turn.lock";

  /** The directory of what the processes of one run of the machine share, such as locks. */
  public static final String VOLATILE = "volatile";

  /** The prefix of the names of unfinished files. */
  public static final String UNFINISHED = ".new-";

  /** The prefix of the names of directories in which a store is filled. */
  public static final String RESTORING = ".restoring-";

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

  /** Refuses a path that leads to a file: a store is a directory. */
  public static void requireDirectory(Path directory) {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new StoreOpenException(
          Reason.NOT_A_STORE,
          "%s is a file; a store is a directory. Give the path of a directory"
              .formatted(directory));
    }
  }

  /**
   * Tells whether a file is there; unlike {@link Files#exists}, throws where it may not be seen.
   */
  public static boolean isThere(Path file) throws IOException {
    try {
      Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /**
   * Refuses links in place of a store's files: a user who may only put a link here must not choose
   * another file to be written to.
   */
  public static void refuseLinks(Path directory) throws IOException {
    for (String name : List.of(DATA, LOCK, MARK, TURN)) {
      refuseLink(directory.resolve(name));
    }
  }

  private static void refuseLink(Path file) throws IOException {
    if (isThere(file) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new StoreOpenException(
          Reason.NOT_A_STORE,
          "%s is no regular file, and links are not followed. Check the path".formatted(file));
    }
  }

  /** Refuses a directory with other files in it, which was probably named by mistake. */
  public static void refuseStrangers(Path directory) throws IOException {
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
        || name.equals(TURN)
        || name.equals(VOLATILE)
        || name.startsWith(UNFINISHED)
        || name.startsWith(RESTORING);
  }

  public static void refuseNetwork(Path directory) throws IOException {
    String type = Files.getFileStore(directory).type().toLowerCase(Locale.ROOT);
    if (NETWORK.contains(type)) {
      throw new StoreOpenException(
          Reason.NETWORK_FILE_SYSTEM,
          "%s is on a network file system (%s), where memory maps and locks are not coherent; put the store on a local disk"
              .formatted(directory, type));
    }
  }
}
