package dev.cairn.repositories;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.values.KeyPart;
import java.time.Duration;
import java.util.Optional;

/** Chooses how a directory is synced; immutable. */
public final class SyncOptions {
  /** The longest name of a repository, in bytes as UTF-8. */
  public static final int MAX_NAME_BYTES = 80;

  /** The size of the largest file that is taken, in bytes, unless another one is set. */
  public static final int DEFAULT_LARGEST_FILE = 1 << 20;

  /** The greatest value of {@link #withLargestFile}, in bytes. */
  public static final int MAX_LARGEST_FILE = 16 << 20;

  private static final SyncOptions DEFAULTS =
      new SyncOptions(Optional.empty(), false, DEFAULT_LARGEST_FILE, Duration.ZERO);

  private final Optional<String> name;
  private final boolean force;
  private final int largestFile;
  private final Duration wait;

  private SyncOptions(Optional<String> name, boolean force, int largestFile, Duration wait) {
    this.name = name;
    this.force = force;
    this.largestFile = largestFile;
    this.wait = wait;
  }

  /**
   * Returns the options that are usual: the directory's own name, only what has changed, files up
   * to {@value #DEFAULT_LARGEST_FILE} bytes, and no waiting for another sync.
   */
  public static SyncOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Returns these options with a name for the repository.
   *
   * @param repository the name, not blank, at most {@value #MAX_NAME_BYTES} bytes
   */
  public SyncOptions withName(String repository) {
    return new SyncOptions(Optional.of(checked(repository)), force, largestFile, wait);
  }

  /** Returns these options with all files read and stored again, whether they changed or not. */
  public SyncOptions force() {
    return new SyncOptions(name, true, largestFile, wait);
  }

  /**
   * Returns these options with another limit on the size of a file: larger ones are skipped.
   *
   * @param bytes the size, from 1 to {@value #MAX_LARGEST_FILE}
   */
  public SyncOptions withLargestFile(int bytes) {
    if (Arguments.positive("bytes", bytes) > MAX_LARGEST_FILE) {
      throw new IllegalArgumentException(
          "bytes is %,d, and may be %,d at most".formatted(bytes, MAX_LARGEST_FILE));
    }
    return new SyncOptions(name, force, bytes, wait);
  }

  /**
   * Returns these options with a time to wait for another sync of the repository, of any process,
   * to end. What that one has done need not be done again.
   *
   * @param longest the time, not negative
   */
  public SyncOptions waiting(Duration longest) {
    return new SyncOptions(name, force, largestFile, Arguments.notNegative("longest", longest));
  }

  static String checked(String name) {
    return KeyPart.name("name of a repository", name, MAX_NAME_BYTES);
  }

  Optional<String> name() {
    return name;
  }

  boolean isForced() {
    return force;
  }

  int largestFile() {
    return largestFile;
  }

  Duration longestWait() {
    return wait;
  }
}
