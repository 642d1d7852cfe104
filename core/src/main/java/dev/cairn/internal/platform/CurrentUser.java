package dev.cairn.internal.platform;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;

/** The user as whom this process makes files. */
public final class CurrentUser {
  private CurrentUser() {}

  /**
   * Returns the user.
   *
   * @throws IOException if the system does not tell, as where the user has no name
   */
  public static UserPrincipal find() throws IOException {
    return Platform.isLinux()
        ? Files.getOwner(Path.of("/proc/self"))
        : FileSystems.getDefault()
            .getUserPrincipalLookupService()
            .lookupPrincipalByName(System.getProperty("user.name"));
  }
}
