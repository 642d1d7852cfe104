package dev.cairn.internal.lmdb.files;

import static dev.cairn.internal.checks.Arguments.notNull;

import dev.cairn.StorageException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A temporary directory in which files are built before they are moved to their destination.
 * Closing removes it, with the directories that were made for what did not come to be; so does the
 * end of the JVM.
 *
 * <p>The next one to build in the same place removes what a killed process left; see {@link
 * OwnedDirectory}.
 *
 * <p>Thread-safe.
 */
public final class StagingDirectory implements AutoCloseable {
  private final Path container;
  private final String prefix;

  /** The last directory on the way to the container that was there before. */
  private final Path existing;

  private final Thread onExit = new Thread(this::end, "cairn-staging");
  private @Nullable OwnedDirectory directory;
  private boolean placed;
  private boolean ended;

  /** Moves what was built into its place. */
  @FunctionalInterface
  public interface Move {
    /**
     * Moves it.
     *
     * @param content the built directory or file
     * @return false if its place is taken, and stays as it is
     * @throws IOException if it cannot be moved
     */
    boolean move(Path content) throws IOException;
  }

  private StagingDirectory(Path container, String prefix) {
    this.container = container.toAbsolutePath();
    this.prefix = prefix;
    this.existing = FileCreation.existing(container);
  }

  /**
   * Makes one, and removes what killed processes left there. Others may be in use.
   *
   * @param container the directory in which it is; made if need be, for its owner only
   * @param prefix the beginning of its name
   * @return the directory; the caller closes it
   * @throws dev.cairn.StoreOpenException if it would be on a network file system
   * @throws IOException if it cannot be made; nothing was changed
   */
  public static StagingDirectory in(Path container, String prefix) throws IOException {
    StagingDirectory staging =
        new StagingDirectory(notNull("container", container), notNull("prefix", prefix));
    try {
      Runtime.getRuntime().addShutdownHook(staging.onExit); // before there is anything to remove
    } catch (IllegalStateException e) {
      throw staging.ending();
    }
    boolean begun = false;
    try {
      staging.make();
      begun = true;
      return staging;
    } finally {
      if (!begun) {
        staging.close();
      }
    }
  }

  /**
   * Tells whether a process builds something there now.
   *
   * @param container the directory in which it would be, which need not be there
   * @param prefix the beginning that its name would have
   * @return whether there is one whose process lives, this one or another
   */
  public static boolean isInUse(Path container, String prefix) {
    try {
      return OwnedDirectory.removeLeftovers(container.toRealPath(), prefix);
    } catch (IOException e) {
      return false; // there is no such directory, or none that can be used
    }
  }

  private synchronized void make() throws IOException {
    requireGoingOn();
    StoreFiles.refuseNetwork(existing);
    Files.createDirectories(container, FileCreation.privateDirectory(container));
    Path real = container.toRealPath();
    boolean unused = OwnedDirectory.removeLeftovers(real, prefix);
    while (directory == null) {
      directory = OwnedDirectory.make(real.resolve(prefix + UUID.randomUUID()));
    }
  }

  /**
   * Returns where to build.
   *
   * @return a path at which nothing is yet
   */
  public synchronized Path content() {
    if (directory == null) {
      throw new IllegalStateException("there is no staging directory in " + container);
    }
    return directory.content();
  }

  /**
   * Puts what was built in its place, and waits until that is on disk.
   *
   * @param move moves it; returns false if the place is taken
   * @return false if the place is taken, and stays as it is
   * @throws StorageException if the JVM is ending
   * @throws IOException if it cannot be moved
   */
  public synchronized boolean place(Move move) throws IOException {
    requireGoingOn();
    placed = move.move(content());
    if (placed) {
      FileCreation.forceNamesUp(container);
    }
    return placed;
  }

  private void requireGoingOn() {
    if (ended) {
      throw ending();
    }
  }

  private StorageException ending() {
    return new StorageException(
        "nothing was put into %s: the program is ending".formatted(container));
  }

  @Override
  public void close() {
    try {
      boolean unused = Runtime.getRuntime().removeShutdownHook(onExit);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook does the same.
    }
    end();
  }

  private synchronized void end() {
    if (ended) {
      return;
    }
    ended = true;
    try {
      if (directory != null) {
        directory.remove();
      }
      if (!placed) {
        removeEmpty();
      }
    } catch (IOException e) {
      log().debug("leftovers stay in {}", container, e); // the next one removes them
    }
  }

  /** Removes the directories that were made for what did not come to be. */
  private void removeEmpty() throws IOException {
    List<Path> made = new ArrayList<>();
    for (Path each = container; each != null && !each.equals(existing); each = each.getParent()) {
      made.add(each);
    }
    for (Path each : made) {
      try {
        Files.deleteIfExists(each);
      } catch (DirectoryNotEmptyException e) {
        return; // it is in use
      }
    }
  }

  private static Logger log() {
    return LoggerFactory.getLogger(StagingDirectory.class);
  }
}
