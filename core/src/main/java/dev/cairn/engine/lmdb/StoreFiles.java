package dev.cairn.engine.lmdb;

import dev.cairn.StorageException;
import dev.cairn.StoreOpenException;
import dev.cairn.StoreOpenException.Reason;
import dev.cairn.engine.lmdb.pages.Damage;
import dev.cairn.engine.lmdb.pages.DataFile;
import dev.cairn.engine.lmdb.pages.Entry;
import dev.cairn.engine.lmdb.pages.FormatException;
import dev.cairn.engine.lmdb.pages.FormatException.Kind;
import dev.cairn.engine.lmdb.pages.PageCheck;
import dev.cairn.engine.lmdb.pages.Tree;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Env;
import org.lmdbjava.LmdbException;

/** The files of a store, checked in plain Java before LMDB maps them. */
final class StoreFiles {
  /** LMDB's data file. */
  static final String DATA = "data.mdb";

  /** LMDB's lock file: the readers, the writer's mutex, the version. */
  static final String LOCK = "lock.mdb";

  /** Who holds the writer; see {@link WriterMark}. */
  static final String MARK = "writer.mark";

  /** The format of a store: what its first row says. */
  static final int FORMAT = 1;

  /** What {@link #format(byte[])} says of a value that names none. */
  static final int NO_FORMAT = -1;

  /** The first row's key sorts before every other one. */
  static final byte[] HEADER_KEY = {0};

  private static final Pattern HEADER = Pattern.compile("Cairn store, format (\\d{1,9})");
  private static final int THOROUGH_LOOKS = 3;
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
          "gfs2");

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
          throw missing(directory);
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
      check(data);
      NewStore.layOutLock(directory, options.maxReaders());
      if (writable) {
        NewStore.removeLeftovers(directory);
      }
    } catch (IOException | LmdbException e) {
      throw refused(directory, e);
    }
  }

  /** Returns the exception for a lock file whose version is not that of the data file beside it. */
  static StoreOpenException foreignLock(Path lock) {
    return new StoreOpenException(
        Reason.STORAGE,
        "%s is in use with another data file than the one beside it. End the programs that use it, put the files in order, and open the store again"
            .formatted(lock));
  }

  static StoreOpenException missing(Path directory) {
    return new StoreOpenException(
        Reason.MISSING,
        "there is no store at %s; check the path, or open it for writing to create one"
            .formatted(directory));
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

  /** Other processes may commit meanwhile and use pages anew, so what looks wrong is read again. */
  private static void check(Path data) throws IOException {
    try (FileChannel channel = FileChannel.open(data, StandardOpenOption.READ)) {
      for (int looks = 1; ; looks++) {
        long transaction = -1;
        try {
          DataFile file = DataFile.open(channel);
          transaction = file.newest().transaction();
          checkStore(data, file, looks <= THOROUGH_LOOKS);
          return;
        } catch (FormatException e) {
          if (transaction == newest(channel)) {
            throw refused(data, e);
          }
        }
      }
    }
  }

  private static long newest(FileChannel channel) throws IOException {
    try {
      return DataFile.open(channel).newest().transaction();
    } catch (FormatException e) {
      return -1;
    }
  }

  /**
   * Checks a store.
   *
   * @param thorough false to leave the search for missing pages out: a store that others commit to
   *     faster than it can be searched is whole
   */
  private static void checkStore(Path data, DataFile file, boolean thorough)
      throws IOException, FormatException {
    int number = format(file);
    if (number > FORMAT) {
      throw new StoreOpenException(
          Reason.NEWER_FORMAT,
          "%s has store format %d, and this version of Cairn reads formats up to %d; use a newer version of Cairn"
              .formatted(data, number, FORMAT));
    }
    if (thorough && file.pages() <= file.newest().lastPage()) {
      // Pages that one transaction both took and freed are counted and never written, so a short
      // file can be sound: what it lacks must be looked for.
      requirePagesInUse(file);
    }
  }

  /** Returns the number of the store's format, as the first row says. */
  private static int format(DataFile file) throws FormatException {
    try {
      Tree rows = file.database(file.newest(), Environment.DATA);
      Tree changes = file.database(file.newest(), Environment.CHANGES);
      if (rows != null && changes != null) {
        int format = format(file.view(file.newest(), Environment.DATA, rows).get(HEADER_KEY));
        if (format != NO_FORMAT) {
          return format;
        }
      }
    } catch (StorageException e) {
      throw new FormatException(Kind.DAMAGED, String.valueOf(e.getMessage()));
    }
    throw new FormatException(Kind.FOREIGN, "it is an LMDB environment of another program");
  }

  /** Returns the number of the format that the value of the first row names. */
  static int format(byte @Nullable [] header) {
    Matcher format =
        HEADER.matcher(header == null ? "" : new String(header, StandardCharsets.UTF_8));
    return format.matches() ? Integer.parseInt(format.group(1)) : NO_FORMAT;
  }

  private static void requirePagesInUse(DataFile file) throws IOException, FormatException {
    List<Damage> lost = new ArrayList<>();
    PageCheck.Visitor visitor =
        new PageCheck.Visitor() {
          @Override
          public void entry(String database, Entry entry) {
            // only the pages matter
          }

          @Override
          public void damaged(Damage damage) {
            if (damage.lost() != null && lost.isEmpty()) {
              lost.add(damage);
            }
          }
        };
    PageCheck check = new PageCheck(file, file.newest(), true, visitor);
    check.databases(List.of(Environment.DATA, Environment.CHANGES));
    check.freeList();
    if (!lost.isEmpty()) {
      throw new FormatException(Kind.DAMAGED, lost.get(0).problem());
    }
  }

  static StoreOpenException refused(Path data, FormatException e) {
    String problem = e.getMessage();
    return switch (e.kind()) {
      case FOREIGN ->
          new StoreOpenException(
              Reason.NOT_A_STORE,
              "%s is not a Cairn store: %s. Check the path".formatted(data, problem),
              e);
      case OTHER_VERSION ->
          new StoreOpenException(
              Reason.NEWER_FORMAT,
              "%s: %s. Use the version that wrote it".formatted(data, problem),
              e);
      case DAMAGED ->
          new StoreOpenException(
              Reason.DAMAGED,
              "%s is damaged: %s. Restore the store from a dump or a copy".formatted(data, problem),
              e);
    };
  }

  /**
   * Returns the exception for a native library, LMDB's or the one that calls it, that is not there.
   */
  static StoreOpenException noLibrary(LinkageError e) {
    return new StoreOpenException(
        Reason.STORAGE,
        "LMDB's native library cannot be loaded (%s). It is unpacked to java.io.tmpdir (%s), or lmdbjava.extract.dir (%s) if that is set: let them be directories that can be written to and that programs may be run from (not mounted noexec), by -Djava.io.tmpdir=DIR, and start this JVM again"
            .formatted(
                (e.getCause() == null ? e : e.getCause()).toString().lines().findFirst().orElse(""),
                System.getProperty("java.io.tmpdir"),
                System.getProperty("lmdbjava.extract.dir", "not set")),
        e);
  }

  /** Returns the exception for what the operating system, or LMDB, said. */
  static StoreOpenException refused(Path directory, Exception e) {
    String message =
        e instanceof FileSystemException
            ? e.getClass().getSimpleName() + ": " + e.getMessage() // which is only the path
            : e.getMessage() == null ? e.toString() : e.getMessage();
    if (e instanceof AccessDeniedException
        || message.contains("Permission denied")
        || message.contains("EACCES")) {
      return new StoreOpenException(
          Reason.NO_PERMISSION,
          "no permission to open the store at %s (%s); it belongs to the user who made it. Even reading needs write access to %s, where readers register"
              .formatted(directory, message, LOCK),
          e);
    }
    if (message.contains("EAGAIN") || message.contains("Resource temporarily unavailable")) {
      return new StoreOpenException(
          Reason.STORAGE,
          "another process that has the store at %s open has the same process id as this one (%d), as happens with containers: LMDB tells processes apart by it (%s). Let the containers share the PID namespace, or start this process with another id"
              .formatted(directory, ProcessHandle.current().pid(), message),
          e);
    }
    if (e instanceof Env.ReadersFullException) {
      return new StoreOpenException(
          Reason.STORAGE,
          "every reader slot of the store at %s is taken by other processes; close snapshots sooner there, or raise CairnOptions.withMaxReaders for every process"
              .formatted(directory),
          e);
    }
    if (e instanceof Env.VersionMismatchException) {
      return new StoreOpenException(
          Reason.NEWER_FORMAT,
          "store %s is in use by a program with another version of LMDB (%s); close that, or use the same version"
              .formatted(directory, message),
          e);
    }
    return new StoreOpenException(
        Reason.STORAGE, "the store at %s cannot be opened: %s".formatted(directory, message), e);
  }
}
