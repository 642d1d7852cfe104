package dev.cairn.internal.lmdb.env;

import com.kenai.jffi.MemoryIO;
import com.kenai.jffi.Version;
import dev.cairn.internal.lmdb.files.OwnedDirectory;
import dev.cairn.internal.platform.CacheDirectory;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Meta;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The places to which the native libraries of LMDB and of jffi, which calls it, are unpacked from
 * their jars: the user's cache, or else a temporary directory of this JVM.
 *
 * <p>The temporary directory is removed at once: what is mapped needs no name. Where a JVM is
 * killed in between, the next one removes it.
 *
 * <p>lmdbjava and jffi read their settings from system properties while their classes are
 * initialized. These are set for that moment only, and only where the user has not set them.
 */
final class LibraryFiles {
  /** The property that names the directory to which lmdbjava unpacks its library. */
  static final String EXTRACT_DIR = "lmdbjava.extract.dir";

  private static final String LMDB_FILE = "lmdbjava.native.lib";
  private static final String LMDB_RESOURCE = "lmdbjava.embedded.lib";
  private static final String JFFI_DIR = "jffi.boot.library.path";
  private static final String JFFI_EXTRACT_DIR = "jffi.extract.dir";
  private static final String JFFI_EXTRACT_NAME = "jffi.extract.name";

  /** JDK 24 and later warn of sun.misc.Unsafe, and can be told to deny it. */
  private static final String JFFI_WITHOUT_UNSAFE = "jffi.unsafe.disabled";

  /**
   * The property that tells all class loaders of this JVM that one of them has loaded jffi from the
   * cache: a JVM does not load a file for a second one.
   */
  private static final String LOADED = "dev.cairn.native.loaded";

  private static final String PREFIX = "cairn-native-";
  private static final String CACHE = "native";

  private static volatile String cacheFailure = "not tried";

  private LibraryFiles() {}

  /** Made where it is needed, which is seldom: the first logger of a JVM takes long. */
  private static Logger log() {
    return LoggerFactory.getLogger(LibraryFiles.class);
  }

  /** Returns the reason why the cache is not used; for messages. */
  static String cacheFailure() {
    return cacheFailure;
  }

  /**
   * Loads the libraries.
   *
   * @throws IOException if they cannot be unpacked
   * @throws LinkageError if they cannot be loaded
   */
  static void load() throws IOException {
    Map<String, String> kept = kept();
    if (kept.isEmpty()) {
      loadFromTemporary();
    } else {
      loadWith(kept);
      System.setProperty(LOADED, "true");
    }
  }

  /** Returns the settings for files of the cache; none where it cannot be used. */
  private static Map<String, String> kept() {
    if (System.getProperty(EXTRACT_DIR) != null || System.getProperty(LOADED) != null) {
      cacheFailure = "not for a second class loader, nor where " + EXTRACT_DIR + " is set";
      return Map.of();
    }
    try {
      Path cache = CacheDirectory.find();
      if (cache == null) {
        throw new FileNotFoundException("the user has no cache directory");
      }
      return kept(LibraryCache.open(cache.resolve(CACHE)));
    } catch (IOException | InvalidPathException | UnsupportedOperationException e) {
      log().debug("native libraries are unpacked for this JVM alone", e);
      cacheFailure = e.toString();
      return Map.of();
    }
  }

  private static Map<String, String> kept(LibraryCache cache) throws IOException {
    Map<String, String> settings = new HashMap<>();
    if (System.getProperty(LMDB_FILE, "").isEmpty()) {
      String resource = System.getProperty(LMDB_RESOURCE, lmdbResource());
      String name = resource.substring(resource.lastIndexOf('/') + 1);
      settings.put(LMDB_FILE, cache.file(name, bytes(Meta.class, resource)).toString());
    }
    String stub = System.mapLibraryName("jffi-" + Version.MAJOR + "." + Version.MINOR);
    Path directory = cache.file(stub, jffiBytes(stub)).toAbsolutePath().getParent();
    if (directory != null && System.getProperty(JFFI_EXTRACT_NAME) == null) {
      settings.put(JFFI_DIR, directory.toString());
      settings.put(JFFI_EXTRACT_DIR, directory.toString()); // a way that jffi tries afterwards
    }
    return settings;
  }

  /** The name by lmdbjava's rule, which its classes do not tell before they are initialized. */
  private static String lmdbResource() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String file =
        system.startsWith("mac")
            ? "macos-none.so"
            : system.startsWith("windows") ? "windows-gnu.dll" : "linux-gnu.so";
    return "org/lmdbjava/native/" + arch() + "-" + file;
  }

  /**
   * The place in the jar by jffi's rule. jffi's own class that tells it is not asked: it would load
   * the library, before the settings are made.
   */
  private static byte[] jffiBytes(String stub) throws IOException {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (system.startsWith("mac")) { // one for both processors, under an older ending
      return bytes(MemoryIO.class, "jni/Darwin/" + stub.replace(".dylib", ".jnilib"));
    }
    String name = system.startsWith("windows") ? "Windows" : "Linux";
    return bytes(MemoryIO.class, "jni/" + arch() + "-" + name + "/" + stub);
  }

  private static String arch() {
    return System.getProperty("os.arch").startsWith("aarch64") ? "aarch64" : "x86_64";
  }

  private static byte[] bytes(Class<?> library, String resource) throws IOException {
    try (InputStream in = library.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new FileNotFoundException(resource + " is in no jar");
      }
      return in.readAllBytes();
    }
  }

  private static void loadFromTemporary() throws IOException {
    String container = System.getProperty(EXTRACT_DIR, System.getProperty("java.io.tmpdir"));
    OwnedDirectory directory = make(Path.of(container).toRealPath());
    try {
      Files.createDirectory(directory.content());
      Map<String, String> settings = new HashMap<>();
      settings.put(EXTRACT_DIR, directory.content().toString());
      if (System.getProperty(JFFI_EXTRACT_NAME) == null) {
        settings.put(JFFI_EXTRACT_DIR, directory.content().toString());
      }
      loadWith(settings);
    } finally {
      remove(directory);
    }
  }

  /** Windows keeps what is loaded; a later JVM removes it. */
  private static void remove(OwnedDirectory directory) {
    try {
      directory.remove();
    } catch (IOException e) {
      log().debug("{} stays until another JVM opens a store", directory.content(), e);
    }
  }

  private static OwnedDirectory make(Path container) throws IOException {
    OwnedDirectory directory = null;
    while (directory == null) {
      directory = OwnedDirectory.make(container.resolve(PREFIX + UUID.randomUUID()));
    }
    Object user = owner(directory.content().getParent());
    if (user != null) {
      // In a directory of all users, others might have made something that only looks like ours.
      boolean unused =
          OwnedDirectory.removeLeftovers(container, PREFIX, path -> user.equals(owner(path)));
    }
    return directory;
  }

  /** Returns the user whom a directory belongs to; null if that cannot be told. */
  private static @Nullable Object owner(@Nullable Path path) {
    try {
      return path == null ? null : Files.getOwner(path, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException | UnsupportedOperationException e) {
      log().debug("{}: its owner cannot be told", path, e);
      return null;
    }
  }

  /** Only {@link #EXTRACT_DIR} replaces what the user has set, by a directory within it. */
  private static void loadWith(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put(JFFI_WITHOUT_UNSAFE, "true");
    all.keySet()
        .removeIf(name -> !name.equals(EXTRACT_DIR) && !System.getProperty(name, "").isEmpty());
    String extractDir = System.getProperty(EXTRACT_DIR);
    all.forEach(System::setProperty);
    try {
      Object unused = MemoryIO.getInstance();
      unused = Meta.version();
    } finally {
      all.keySet().forEach(System::clearProperty);
      if (extractDir != null) {
        System.setProperty(EXTRACT_DIR, extractDir);
      }
    }
  }
}
