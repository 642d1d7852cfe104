package dev.cairn.internal.lmdb.files;

import dev.cairn.internal.platform.CurrentUser;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A directory whose files no user but the current one and the administrator can change or exchange.
 *
 * <p>That depends on the directories above it too: who may rename one of them can put another one
 * in its place. In a sticky directory, {@code /tmp} for example, only its owner may rename an
 * entry.
 */
public final class PrivateDirectory {
  private static final int STICKY = 01000;
  private static final int WRITABLE_FOR_OTHERS = 022;

  private PrivateDirectory() {}

  /**
   * Makes a directory for the current user, unless it is there, with those above it.
   *
   * @return its real path
   * @throws IOException if it cannot be made, or another user could change what is in it
   */
  public static Path make(Path directory) throws IOException {
    Files.createDirectories(directory, FileCreation.privateDirectory(directory));
    Path real = directory.toRealPath();
    Set<UserPrincipal> trusted = trusted(real);
    check(real, trusted, 0);
    for (Path above = real.getParent(); above != null; above = above.getParent()) {
      check(above, trusted, STICKY);
    }
    return real;
  }

  /** Returns the users who may own it: the current one, and whom the root directory belongs to. */
  private static Set<UserPrincipal> trusted(Path real) throws IOException {
    UserPrincipal user = CurrentUser.find();
    UserPrincipal administrator = Files.getOwner(real.getRoot());
    return user.equals(administrator) ? Set.of(user) : Set.of(user, administrator);
  }

  /**
   * Refuses a directory of another user, and one that others may write to.
   *
   * @param safe the bits of the mode with which others may write
   */
  private static void check(Path directory, Set<UserPrincipal> trusted, int safe)
      throws IOException {
    if (!directory.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return; // Windows: the user's own folders are closed to others
    }
    Map<String, Object> attributes =
        Files.readAttributes(directory, "unix:mode,owner", LinkOption.NOFOLLOW_LINKS);
    int mode = attributes.get("mode") instanceof Integer number ? number : WRITABLE_FOR_OTHERS;
    if (!isOneOf(attributes.get("owner"), trusted)) {
      throw new FileSystemException(directory.toString(), null, "it belongs to another user");
    }
    if ((mode & WRITABLE_FOR_OTHERS) != 0 && (mode & safe) == 0) {
      throw new FileSystemException(directory.toString(), null, "other users may write to it");
    }
  }

  private static boolean isOneOf(@Nullable Object owner, Set<UserPrincipal> trusted) {
    return owner instanceof UserPrincipal user && trusted.contains(user);
  }
}
