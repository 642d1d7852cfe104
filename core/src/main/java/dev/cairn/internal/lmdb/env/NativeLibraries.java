package dev.cairn.internal.lmdb.env;

import com.kenai.jffi.MemoryIO;
import dev.cairn.StoreOpenException;
import dev.cairn.internal.lmdb.files.OwnedDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Meta;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Unpacks the native libraries from their jars and loads them: LMDB, and jffi, which calls it.
 *
 * <p>They are unpacked to a directory that only this user may use, since a user who can write to a
 * library before it is loaded runs code in this process. The directory is removed at once: what is
 * mapped needs no name, and a JVM that is killed leaves nothing behind. Where it is killed in
 * between, the next one removes the directory.
 *
 * <p>lmdbjava and jffi read their settings from system properties while their classes are
 * initialized. These are set for that moment only, and only where the user has not set them.
 */
final class NativeLibraries {
  /** The property that names the directory to which lmdbjava unpacks its library. */
  static final String EXTRACT_DIR = "lmdbjava.extract.dir";

  private static final Logger LOG = LoggerFactory.getLogger(NativeLibraries.class);
  private static final String JFFI_EXTRACT_DIR = "jffi.extract.dir";
  private static final String JFFI_EXTRACT_NAME = "jffi.extract.name";

  /** JDK 24 and later warn of sun.misc.Unsafe, and can be told to deny it. */
  private static final String JFFI_WITHOUT_UNSAFE = "jffi.unsafe.disabled";

  private static final String PREFIX = "cairn-native-";

  private static volatile boolean loaded;

  private NativeLibraries() {}

  /**
   * Loads the libraries, unless they are loaded. An interrupt of the calling thread does not end
   * that, and stays pending.
   *
   * @throws StoreOpenException if they cannot be loaded
   */
  static void load() {
    if (!loaded) {
      loadOnOtherThread();
    }
  }

  /**
   * Loads on a thread that nobody interrupts. An interrupt closes the file that is being unpacked;
   * the class that unpacks would then fail to be initialized, and a JVM initializes a class once.
   */
  private static void loadOnOtherThread() {
    FutureTask<Boolean> loading = new FutureTask<>(NativeLibraries::loadOnce);
    Thread thread = new Thread(null, loading, "cairn-native", 0, false);
    thread.setDaemon(true);
    // lmdbjava looks for its native library with the context class loader.
    thread.setContextClassLoader(NativeLibraries.class.getClassLoader());
    thread.start();
    try {
      boolean unused = resultOf(loading);
    } catch (ExecutionException e) {
      throw failed(e.getCause());
    }
  }

  private static boolean resultOf(FutureTask<Boolean> task) throws ExecutionException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException failed(@Nullable Throwable thrown) {
    if (thrown instanceof LinkageError error) {
      Throwable cause = error.getCause();
      return LmdbOpenFailures.noLibrary(cause == null ? error : cause, error);
    }
    if (thrown instanceof IOException || thrown instanceof InvalidPathException) {
      return LmdbOpenFailures.noLibrary(thrown, thrown);
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException exception
        ? exception
        : new IllegalStateException("loading ended without a reason", thrown);
  }

  private static boolean loadOnce() throws IOException {
    synchronized (Runtime.getRuntime()) { // other class loaders' copies set the same properties
      if (!loaded) {
        unpackAndLoad();
        loaded = true;
      }
      return loaded;
    }
  }

  private static void unpackAndLoad() throws IOException {
    String container = System.getProperty(EXTRACT_DIR, System.getProperty("java.io.tmpdir"));
    OwnedDirectory directory = make(Path.of(container).toRealPath());
    try {
      Files.createDirectory(directory.content());
      loadFrom(directory.content().toString());
    } finally {
      directory.remove();
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
      LOG.debug("{}: its owner cannot be told", path, e);
      return null;
    }
  }

  private static void loadFrom(String directory) {
    List<String> ours = new ArrayList<>();
    String extractDir = System.getProperty(EXTRACT_DIR);
    System.setProperty(EXTRACT_DIR, directory);
    try {
      if (System.getProperty(JFFI_EXTRACT_NAME) == null) {
        setUnlessSet(JFFI_EXTRACT_DIR, directory, ours);
      }
      setUnlessSet(JFFI_WITHOUT_UNSAFE, "true", ours);
      Object unused = MemoryIO.getInstance();
      unused = Meta.version();
    } finally {
      restore(EXTRACT_DIR, extractDir);
      ours.forEach(System::clearProperty);
    }
  }

  private static void setUnlessSet(String property, String value, List<String> ours) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
      ours.add(property);
    }
  }

  private static void restore(String property, @Nullable String value) {
    if (value == null) {
      System.clearProperty(property);
    } else {
      System.setProperty(property, value);
    }
  }
}
