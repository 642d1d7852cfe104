package dev.cairn.internal.platform;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

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
   * @return an absolute path; empty where nothing is to be kept, or the user has no home
   */
  public static Optional<Path> find() {
    String chosen = System.getProperty(PROPERTY);
    if (chosen != null) {
      return chosen.isBlank() ? Optional.empty() : Optional.of(Path.of(chosen).toAbsolutePath());
    }
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (system.startsWith("windows")) {
      return variable("LOCALAPPDATA").map(local -> local.resolve(NAME));
    }
    if (system.startsWith("mac")) {
      return home().map(home -> home.resolve("Library").resolve("Caches").resolve(NAME));
    }
    return variable("XDG_CACHE_HOME")
        .or(() -> home().map(home -> home.resolve(".cache")))
        .map(caches -> caches.resolve(NAME));
  }

  /** A relative path would be another directory for each working directory. */
  private static Optional<Path> variable(String name) {
    return Optional.ofNullable(System.getenv(name))
        .filter(value -> !value.isEmpty())
        .map(Path::of)
        .filter(Path::isAbsolute);
  }

  /** The JDK says "?" where it knows no home, and a service's home may not exist. */
  private static Optional<Path> home() {
    return Optional.ofNullable(System.getProperty("user.home"))
        .map(Path::of)
        .filter(Path::isAbsolute)
        .filter(Files::isDirectory);
  }
}
