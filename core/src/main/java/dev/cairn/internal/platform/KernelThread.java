package dev.cairn.internal.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's side of a thread, which ends a moment after Java says that the thread has ended.
 * Elsewhere than on Linux nothing is known of it, and it is taken to end with the thread.
 */
public final class KernelThread {
  private static final Path THREADS = Path.of("/proc/self/task");
  private static final Path THIS_THREAD = Path.of("/proc/thread-self");

  private final @Nullable Path entry;

  private KernelThread(@Nullable Path entry) {
    this.entry = entry;
  }

  /** Returns that of the calling thread, which must not be virtual. */
  public static KernelThread current() {
    if (!Platform.isLinux()) {
      return new KernelThread(null);
    }
    try {
      return new KernelThread(THREADS.resolve(Files.readSymbolicLink(THIS_THREAD).getFileName()));
    } catch (IOException | UnsupportedOperationException e) {
      return new KernelThread(null);
    }
  }

  /**
   * Tells whether the kernel has not ended it yet.
   *
   * @return false if it has ended, or nothing is known
   */
  public boolean isAlive() {
    return entry != null && Files.exists(entry, LinkOption.NOFOLLOW_LINKS);
  }
}
