package dev.cairn.tools.mcp;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Defines the default directory of a user's store, which is the same wherever a client starts its
 * servers.
 */
public final class UsualStore {
  private UsualStore() {}

  /** Returns the directory: {@code cairn/memory} where the user's programs keep their data. */
  public static Path path() {
    return variable("XDG_DATA_HOME")
        .map(Path::of)
        .orElseGet(
            () ->
                Path.of(
                    variable("HOME").orElse(System.getProperty("user.home")), ".local", "share"))
        .resolve("cairn")
        .resolve("memory");
  }

  private static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }
}
