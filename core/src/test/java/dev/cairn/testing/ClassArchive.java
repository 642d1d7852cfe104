package dev.cairn.testing;

import static java.util.stream.Collectors.joining;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An archive of loaded classes (JEP 310, JEP 350), with which the JVMs that tests start need two
 * thirds of the processor time until their first answer.
 *
 * <p>Java archives classes of jars only, so directories of classes are packed into jars. Both are
 * made by the first test that asks, for this Java and for the classes as they are now, in the
 * directory {@code target} of the module; the other JVMs of the tests wait for it.
 */
final class ClassArchive {
  private static final List<String> OF_A_SMALL_JVM =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m");

  /** The class path of this JVM, with jars in place of directories. */
  private final String classPath;

  private final Path file;

  private ClassArchive(String classPath, Path file) {
    this.classPath = classPath;
    this.file = file;
  }

  /** Returns the archive of the classes of this JVM. */
  static ClassArchive ofThisJvm() {
    return Holder.ARCHIVE;
  }

  /** Returns the flags of a JVM that uses the archive, its class path among them. */
  List<String> flags() {
    // Warnings, if the archive does not suit other flags, are not for the output that a test reads.
    return List.of(
        "-XX:SharedArchiveFile=" + file,
        "-Xlog:disable",
        "-Xlog:all=warning:stderr",
        "-cp",
        classPath);
  }

  private static final class Holder {
    private static final ClassArchive ARCHIVE = make();
  }

  private static ClassArchive make() {
    String path = System.getProperty("java.class.path");
    List<Path> entries =
        Arrays.stream(path.split(File.pathSeparator))
            .filter(e -> !e.isEmpty())
            .map(Path::of)
            .toList();
    try {
      Path target =
          entries.stream()
              .filter(Files::isDirectory)
              .findFirst()
              .orElseThrow()
              .toAbsolutePath()
              .getParent();
      String place = "classes-of-children-%s-".formatted(System.getProperty("java.version"));
      Path directory = target.resolve(place + Long.toHexString(state(entries)));
      List<Path> packed =
          IntStream.range(0, entries.size()).mapToObj(i -> jarOf(entries, i, directory)).toList();
      String jars = packed.stream().map(Path::toString).collect(joining(File.pathSeparator));
      Path archive = directory.resolve("classes.jsa");
      try (FileChannel channel =
              FileChannel.open(
                  target.resolve("classes-of-children.lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (lock.isValid() && Files.notExists(archive)) {
          removeFormer(target, place);
          Files.createDirectory(directory);
          for (int i = 0; i < entries.size(); i++) {
            if (Files.isDirectory(entries.get(i))) {
              pack(entries.get(i), packed.get(i));
            }
          }
          rehearse(jars, archive);
        }
      }
      return new ClassArchive(jars, archive);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a number that changes with the class path and the files in its directories. */
  private static long state(List<Path> entries) throws IOException {
    long state = entries.hashCode();
    for (Path entry : entries) {
      if (Files.isDirectory(entry)) {
        for (Path file : filesIn(entry)) {
          state += 31 * file.hashCode() + Files.getLastModifiedTime(file).toMillis();
        }
      }
    }
    return state;
  }

  private static List<Path> filesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static Path jarOf(List<Path> entries, int i, Path directory) {
    return Files.isDirectory(entries.get(i))
        ? directory.resolve("directory-%d.jar".formatted(i))
        : entries.get(i);
  }

  /** Removes archives of classes as they were before, and what a killed JVM has left. */
  private static void removeFormer(Path target, String place) throws IOException {
    try (DirectoryStream<Path> former = Files.newDirectoryStream(target, place + "*")) {
      for (Path each : former) {
        for (Path file : filesIn(each)) {
          Files.delete(file);
        }
        Files.delete(each);
      }
    }
  }

  private static void pack(Path directory, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream packed = new JarOutputStream(out)) {
      packed.setLevel(1);
      for (Path file : filesIn(directory)) {
        packed.putNextEntry(new JarEntry(directory.relativize(file).toString()));
        Files.copy(file, packed);
        packed.closeEntry();
      }
    }
  }

  private static void rehearse(String classPath, Path archive) throws IOException {
    Path unfinished = archive.resolveSibling("unfinished.jsa");
    OtherJvm.of(Rehearsal.class)
        .flags(OF_A_SMALL_JVM)
        .flags(List.of("-XX:ArchiveClassesAtExit=" + unfinished))
        .classPath(classPath)
        .start()
        .expectEnd();
    Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE);
  }
}
