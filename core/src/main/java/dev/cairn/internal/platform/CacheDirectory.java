package dev.cairn.internal.platform;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The directory in which the current user keeps files that Cairn can make again.
 *
 * <p>It is {@code $XDG_CACHE_HOME/cairn} or {@code ~/.cache/cairn}; on macOS {@code
 * ~/Library/Caches/cairn}, and on Windows {@code %LOCALAPPDATA%\cairn}.
 */
public final class CacheDirectory {
  /** The system property that names another directory; where it is empty, nothing is kept. */
  public static final String PROPERTY = "cairn.cache.dir";

  private static final String NAME = "cairn";

  private CacheDirectory() {}

  /**
   * Returns the directory, which need not be there yet.
   *
   * @return an absolute path; null where nothing is to be kept, or the user has no home
   */
  public static @Nullable Path find() {
    String chosen = System.getProperty(PROPERTY);
    if (chosen != null) {
      return chosen.isBlank() ? null : Path.of(chosen).toAbsolutePath();
    }
    Path caches = ofAllPrograms();
    return caches == null ? null : caches.resolve(NAME);
  }

  private static @Nullable Path ofAllPrograms() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (system.startsWith("windows")) {
      return absolute(System.getenv("LOCALAPPDATA"));
    }
    boolean mac = system.startsWith("mac");
    Path chosen = mac ? null : absolute(System.getenv("XDG_CACHE_HOME"));
    if (chosen != null) {
      return chosen;
    }
    // The JDK says "?" where it knows no home, and a service's home may not exist.
    Path home = absolute(System.getProperty("user.home"));
    if (home == null || !Files.isDirectory(home)) {
      return null;
    }
    return mac ? home.resolve("Library").resolve("Caches") : home.resolve(".cache");
  }

  /** A relative path would be another directory for each working directory. */
  private static @Nullable Path absolute(@Nullable String value) {
    Path path = value == null || value.isEmpty() ? null : Path.of(value);
    return path != null && path.isAbsolute() ? path : null;
  }
}
