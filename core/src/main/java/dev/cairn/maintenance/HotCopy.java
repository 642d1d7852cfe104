package dev.cairn.maintenance;

import dev.cairn.CairnException;
import dev.cairn.StorageException;
import dev.cairn.StoreFullException;
import dev.cairn.StoreOpenException;
import dev.cairn.StoreOpenException.Reason;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.lmdb.files.FreeSpace;
import dev.cairn.internal.lmdb.files.StagingDirectory;
import dev.cairn.maintenance.Maintenance.CopyReport;
import dev.cairn.maintenance.ProgressListener.Step;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Copies a store while it is in use. The copy is made in a directory beside the destination,
 * checked there, and moved into place.
 */
final class HotCopy {
  private static final long LOOK_MILLIS = 100;

  private final Engine engine;
  private final CopyOptions options;

  HotCopy(Engine engine, CopyOptions options) {
    this.engine = engine;
    this.options = options;
  }

  CopyReport make(Path destination) {
    if (engine.inWrite()) { // the thread that copies would wait for the one that waits for it
      throw new IllegalStateException(
          "a copy cannot be made inside a write, for which it waits; make it outside");
    }
    Path target = destination.toAbsolutePath().normalize();
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) || target.getFileName() == null) {
      throw new IllegalArgumentException(
          "%s exists; a copy is made at a path where nothing is".formatted(destination));
    }
    Path parent = Objects.requireNonNull(target.getParent());
    String prefix = "." + target.getFileName() + ".building-";
    if (StagingDirectory.isInUse(parent, prefix)) {
      throw new StorageException(
          "another copy to the same place is under way: %s. Wait for it, or choose another place"
              .formatted(destination));
    }
    try (StagingDirectory staging = StagingDirectory.in(parent, prefix)) {
      Path copy = staging.content();
      write(copy);
      long bytes = bytes(copy);
      long entries = check(copy, destination);
      if (!staging.place(built -> place(built, target))) {
        throw new FileAlreadyExistsException(destination.toString());
      }
      return new CopyReport(entries, bytes);
    } catch (CairnException | IOException e) {
      throw failed(destination, e);
    }
  }

  private static CairnException failed(Path destination, Exception e) {
    if (isInterrupt(e)) {
      return new StorageException(
          "no copy was made at %s: its thread was interrupted".formatted(destination), e);
    }
    if (e instanceof StoreOpenException refused) {
      return refused(destination, refused);
    }
    boolean full = e instanceof IOException failure && FreeSpace.isUsedUp(destination, failure);
    if (full || e instanceof StoreFullException) {
      return new StoreFullException(
          "the disk of %s is full, or a quota of bytes or files is used up, and the copy was not made; free some space, or copy to another disk"
              .formatted(destination),
          e);
    }
    if (e instanceof CairnException known) {
      return known;
    }
    return new StorageException(
        "no copy was made at %s: %s: %s"
            .formatted(destination, e.getClass().getSimpleName(), e.getMessage()),
        e);
  }

  /** An interrupt closes the channel that the copy is checked through. */
  private static boolean isInterrupt(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ClosedChannelException) {
        return true;
      }
    }
    return false;
  }

  /** Moves a copy to its destination; returns false if there is something already. */
  private static boolean place(Path built, Path target) throws IOException {
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    Files.move(built, target, StandardCopyOption.ATOMIC_MOVE);
    return true;
  }

  private static StorageException refused(Path destination, StoreOpenException e) {
    return new StorageException(
        e.reason() == Reason.NETWORK_FILE_SYSTEM
            ? "no copy was made at %s: %s, or write a dump there, with cairn dump"
                .formatted(destination, e.getMessage())
            : "no copy was made at %s: %s".formatted(destination, e.getMessage()),
        e);
  }

  /** Writes the copy. LMDB reports no progress, so the size of the file stands for it. */
  private void write(Path directory) {
    FutureTask<Boolean> copy =
        new FutureTask<>(
            () -> {
              engine.copyTo(directory, options.isCompact());
              return true;
            });
    Thread thread = new Thread(copy, "cairn-copy " + directory);
    thread.setDaemon(true);
    thread.start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          copy.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
          return;
        } catch (TimeoutException e) {
          options.progress().at(Step.WRITING, bytes(directory));
        } catch (InterruptedException e) {
          interrupted = true; // LMDB's copy cannot be interrupted
        }
      }
    } catch (ExecutionException e) {
      throw rethrow(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException rethrow(@Nullable Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException e ? e : new IllegalStateException(thrown);
  }

  /** Verifies the copy, and returns the number of its rows and index entries. */
  private long check(Path copy, Path destination) {
    VerifyReport report =
        Verification.of(copy, VerifyOptions.deep().withProgress(options.progress()));
    if (!report.sound()) {
      throw new StorageException(
          "the copy at %s was not kept, as it is not sound, and neither may be the store: %s%s. Verify the store"
              .formatted(
                  destination,
                  report.findings().get(0),
                  report.findingCount() == 1
                      ? ""
                      : "; and %d findings more".formatted(report.findingCount() - 1)));
    }
    long entries = report.tables().stream().mapToLong(each -> each.rows() + each.entries()).sum();
    options.progress().at(Step.READING, entries);
    return entries;
  }

  /** Returns the size of the files in a directory; 0 if there is none yet. */
  private static long bytes(Path directory) {
    long bytes = 0;
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
    } catch (IOException e) {
      return bytes;
    }
    return bytes;
  }
}
