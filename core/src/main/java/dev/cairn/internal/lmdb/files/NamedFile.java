package dev.cairn.internal.lmdb.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A file that is open, and the name that led to it and may come to lead to another one. */
public final class NamedFile {
  private final Path file;
  private final @Nullable Object key;

  /** Notes which file there is; call once it is open, which moves it in some containers. */
  public NamedFile(Path file) throws IOException {
    this.file = file;
    this.key = key(file);
  }

  /** Returns what tells a file from others of its name; null if there is none, or nothing tells. */
  private static @Nullable Object key(Path file) throws IOException {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /**
   * Looks whether the name still leads to the file.
   *
   * @return true also where that may not be looked at: the open file can be used all the same
   * @throws IOException if the system cannot tell now
   */
  public boolean isAtItsName() throws IOException {
    try {
      return Objects.equals(key(file), key);
    } catch (AccessDeniedException e) {
      return true;
    }
  }
}
