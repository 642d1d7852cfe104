package dev.cairn.minilm;

import ai.onnxruntime.OrtEnvironment;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the native libraries of ONNX Runtime so that none of their files is left.
 *
 * <p>ONNX Runtime unpacks 16 MB into a temporary directory and removes it when the JVM exits. A JVM
 * that is killed leaves it there. Here they are unpacked into a directory that is removed at once:
 * the system keeps what is mapped. Of ONNX Runtime's own directory, an empty one is left.
 *
 * <p>Nothing of this is done on Windows, which does not remove what is loaded; where the user has
 * said by ONNX Runtime's properties where the libraries are; or for a build for graphics cards,
 * which looks for more files beside them later.
 */
final class OnnxLibraries {
  private static final Logger LOG = LoggerFactory.getLogger(OnnxLibraries.class);

  /** ONNX Runtime's property that names a directory with the libraries, read once. */
  private static final String DIRECTORY = "onnxruntime.native.path";

  private static final String PREFIX = "onnxruntime.native.";
  private static final String FOR_CARDS = "onnxruntime_providers_shared";
  private static final List<String> LIBRARIES = List.of("onnxruntime", "onnxruntime4j_jni");

  private OnnxLibraries() {}

  /**
   * Returns ONNX Runtime's environment, of which a JVM has one.
   *
   * @throws LinkageError if there is none for this machine
   */
  static synchronized OrtEnvironment load() {
    Path directory = unpack();
    if (directory == null) {
      return OrtEnvironment.getEnvironment();
    }
    System.setProperty(DIRECTORY, directory.toString());
    try {
      return OrtEnvironment.getEnvironment();
    } finally {
      System.clearProperty(DIRECTORY);
      remove(directory);
    }
  }

  /** Returns the directory with the libraries; null if ONNX Runtime is to unpack them itself. */
  private static @Nullable Path unpack() {
    String system = system();
    boolean named =
        System.getProperties().stringPropertyNames().stream()
            .anyMatch(name -> name.startsWith(PREFIX));
    if (named || system.startsWith("win") || resource(system, FOR_CARDS) != null) {
      return null;
    }
    Path directory = null;
    try {
      directory = Files.createTempDirectory("cairn-onnxruntime-");
      for (String library : LIBRARIES) {
        try (InputStream in = resource(system, library)) {
          if (in == null) {
            throw new FileNotFoundException(library + " for " + system + " is in no jar");
          }
          Files.copy(in, directory.resolve(System.mapLibraryName(library)));
        }
      }
      return directory;
    } catch (IOException e) {
      LOG.debug("ONNX Runtime unpacks its libraries itself", e);
      if (directory != null) {
        remove(directory);
      }
      return null;
    }
  }

  /** The name of the machine by ONNX Runtime's rule, as far as it has libraries for it. */
  private static String system() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return (system.startsWith("mac") ? "osx" : system.startsWith("win") ? "win" : "linux")
        + (arch.startsWith("aarch64") ? "-aarch64" : "-x64");
  }

  private static @Nullable InputStream resource(String system, String library) {
    return OrtEnvironment.class.getResourceAsStream(
        "/ai/onnxruntime/native/" + system + "/" + System.mapLibraryName(library));
  }

  private static void remove(Path directory) {
    try {
      for (String library : LIBRARIES) {
        Files.deleteIfExists(directory.resolve(System.mapLibraryName(library)));
      }
      Files.delete(directory);
    } catch (IOException e) {
      LOG.warn("{} is not needed any more, and cannot be removed", directory, e);
    }
  }
}
