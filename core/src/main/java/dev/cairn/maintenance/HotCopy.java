package dev.cairn.maintenance;

import dev.cairn.CairnException;
import dev.cairn.StorageException;
import dev.cairn.engine.Engine;
import dev.cairn.engine.Snapshot;
import dev.cairn.engine.lmdb.LmdbEngine;
import dev.cairn.engine.lmdb.LmdbOptions;
import dev.cairn.table.StoredRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Copies a live store: beside the place of the copy, checked there, and only then put in place. */
final class HotCopy {
  private static final long LOOK_MILLIS = 100;

  private final Engine engine;
  private final boolean compact;
  private final CopyListener listener;

  HotCopy(Engine engine, boolean compact, CopyListener listener) {
    this.engine = engine;
    this.compact = compact;
    this.listener = listener;
  }

  CopyReport make(Path destination) {
    Path target = destination.toAbsolutePath().normalize();
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) || target.getFileName() == null) {
      throw new IllegalArgumentException(
          "%s exists; a copy is made at a path where nothing is".formatted(destination));
    }
    try (Staging staging = Staging.at(target)) {
      write(staging.path());
      long bytes = bytes(staging.path());
      long entries = check(staging.path(), destination);
      staging.putInPlace();
      return new CopyReport(entries, bytes);
    } catch (IOException e) {
      throw new StorageException(
          "no copy was made at %s: %s: %s"
              .formatted(destination, e.getClass().getSimpleName(), e.getMessage()),
          e);
    }
  }

  /** LMDB says nothing until it has finished: how far it is, is what its file has grown to. */
  private void write(Path directory) {
    FutureTask<Boolean> copy =
        new FutureTask<>(
            () -> {
              engine.copyTo(directory, compact);
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
          listener.written(bytes(directory));
        } catch (InterruptedException e) {
          interrupted = true; // the copy cannot be
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

  /** Reads all of the copy, and returns how many rows and index entries there are. */
  private long check(Path directory, Path destination) {
    try (Engine copy = LmdbEngine.open(directory, LmdbOptions.defaults().forReading());
        Snapshot snapshot = copy.snapshot()) {
      return StoredRows.check(snapshot, listener::read);
    } catch (CairnException e) {
      throw new StorageException(
          "the copy at %s was not kept, as it is not sound, and neither may be the store: %s"
              .formatted(destination, e.getMessage()),
          e);
    }
  }

  /** Returns how large the files in a directory are; 0 if there is none yet. */
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
