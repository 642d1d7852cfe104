package dev.cairn.internal.platform;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Describes the mount of a file system: its type, and whether the file system is read-only for
 * every process of the machine.
 *
 * <p>A line of {@code /proc/self/mountinfo} has two lists of options. The first one belongs to the
 * mount: a bind mount can be read-only while others write to the same files through another mount.
 * The list at the end of the line belongs to the file system itself, and decides here.
 *
 * @param type the type of the file system, {@code ext4} for example
 * @param sealed whether the file system itself is read-only
 */
public record Mount(String type, boolean sealed) {
  private static final Path PROC = Path.of("/proc/self");

  /** The fields of a line of mountinfo before the optional ones, which end with a "-". */
  private static final int FIXED_FIELDS = 6;

  /**
   * File systems that keep their files themselves. All others (overlay, virtiofs, fuse, network
   * ones) can show files that are changed elsewhere.
   */
  private static final Set<String> OWN_FILES =
      Set.of(
          "ext2",
          "ext3",
          "ext4",
          "xfs",
          "btrfs",
          "bcachefs",
          "f2fs",
          "zfs",
          "jfs",
          "reiserfs",
          "tmpfs",
          "ramfs",
          "squashfs",
          "erofs",
          "cramfs",
          "romfs",
          "iso9660",
          "udf",
          "vfat",
          "exfat",
          "ntfs3");

  /**
   * Tells whether no process can change a file while the file system is mounted as it is.
   *
   * @return false also where the system does not tell
   */
  public static boolean isSealed(Path file) throws IOException {
    if (!Platform.isLinux() || !Files.isDirectory(PROC.resolve("fdinfo"))) {
      return false;
    }
    try (FileChannel kept = FileChannel.open(file, StandardOpenOption.READ)) {
      List<String> ids = mountIds(file.toRealPath());
      List<Mount> mounts = mounts(ids);
      return kept.isOpen()
          && !ids.isEmpty()
          && mounts.size() == ids.size()
          && mounts.stream().allMatch(mount -> mount.sealed && OWN_FILES.contains(mount.type));
    }
  }

  /**
   * Returns the ids of the mounts through which this process has opened a path. There can be two
   * where a mount hides another one.
   */
  private static List<String> mountIds(Path path) throws IOException {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(PROC.resolve("fd"))) {
      Stream.Builder<String> ids = Stream.builder();
      for (Path descriptor : descriptors) {
        if (path.equals(target(descriptor))) {
          Path info = PROC.resolve("fdinfo").resolve(descriptor.getFileName());
          try (Stream<String> lines = Files.lines(info)) {
            lines
                .filter(line -> line.startsWith("mnt_id:"))
                .map(line -> line.substring("mnt_id:".length()).strip())
                .forEach(ids);
          }
        }
      }
      return ids.build().distinct().toList();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static @Nullable Path target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor);
    } catch (IOException e) {
      return null; // another thread has closed it
    }
  }

  private static List<Mount> mounts(List<String> ids) throws IOException {
    try (Stream<String> lines = Files.lines(PROC.resolve("mountinfo"))) {
      return lines
          .map(line -> line.split(" "))
          .filter(fields -> ids.contains(fields[0]))
          .map(Mount::parse)
          .toList();
    }
  }

  /** Reads a line: the type, the source and the file system's options follow a lone "-". */
  private static Mount parse(String[] fields) {
    int dash = FIXED_FIELDS;
    while (dash < fields.length && !fields[dash].equals("-")) {
      dash++;
    }
    return dash + 3 < fields.length
        ? new Mount(fields[dash + 1], Arrays.asList(fields[dash + 3].split(",")).contains("ro"))
        : new Mount("", false);
  }
}
