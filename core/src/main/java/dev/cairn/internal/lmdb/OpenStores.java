package dev.cairn.internal.lmdb;

import dev.cairn.StorageException;
import dev.cairn.StoreOpenException.Reason;
import dev.cairn.StoreOpenException;
import dev.cairn.StoreOpenException.Reason;
import dev.cairn.internal.engine.Engine;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Opens each store once in this JVM, and shares it: a second environment over the same files would
 * drop the first one's file locks when it is closed.
 *
 * <p>Openings through the same class loader share one engine. Those through another one cannot,
 * since its classes are others: they are refused by a {@link ClaimedFile claim} on the data file.
 */
final class OpenStores {
  private static final Map<Object, Shared> OPEN = new HashMap<>();

  private OpenStores() {}

  /** An engine and how often it was opened. */
  private static final class Shared {
    final Object identity;
    final Path store;
    final LmdbEngine engine;
    private final ClaimedFile claim;
    int uses;

    /** Whether a thread waits for what is at work in it. */
    boolean closing;

    Shared(Object identity, Path store, LmdbEngine engine, ClaimedFile claim) {
      this.identity = identity;
      this.store = store;
      this.engine = engine;
      this.claim = claim;
    }

    /** Closes the environment if it is at rest, and only then lets go of the store. */
    boolean release() {
      if (!engine.release(1)) {
        return false;
      }
      if (OPEN.remove(identity, this)) {
        try {
          claim.close();
        } catch (IOException e) {
          throw new StorageException(
              "the data file of store %s cannot be closed: %s".formatted(store, e), e);
        }
      }
      return true;
    }
  }

  static Engine open(Path directory, LmdbOptions options) {
    return open(directory, options, false);
  }

  /** Opens a store to look into it; if it is open here already, with the options that it has. */
  static Engine openToLook(Path directory) {
    return open(directory, LmdbOptions.defaults().forReading(), true);
  }

  private static Engine open(Path directory, LmdbOptions options, boolean orOthers) {
    // An interrupt closes the channel that is being used. Opening is short, and waits only for the
    // same store to be closed.
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          synchronized (OPEN) {
            return share(directory, options, orOthers);
          }
        } catch (InterruptedException e) {
          interrupted = true; // while it waited; nothing was begun yet
        } catch (StoreOpenException e) {
          if (!(e.getCause() instanceof ClosedChannelException) || !Thread.interrupted()) {
            throw e;
          }
          interrupted = true; // which has closed the channel: once more
        }
      }
    } catch (IOException e) {
      throw OpenFailures.refused(directory, e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Engine share(Path path, LmdbOptions options, boolean orOthers)
      throws IOException, InterruptedException {
    // What is there is found by the system; what is not, "x/../store" say, only by its name.
    Path directory = Files.exists(path) ? path : path.toAbsolutePath().normalize();
    Shared shared = known(directory);
    while (shared != null && shared.closing) {
      OPEN.wait();
      shared = known(directory);
    }
    if (shared != null && shared.uses == 0) {
      finishClosing(shared);
      shared = null;
    }
    if (shared == null) {
      StoreFiles.prepare(directory, options);
      shared = openHere(directory.toRealPath(), options);
      OPEN.put(shared.identity, shared);
    } else if (!orOthers && !shared.engine.options().equals(options)) {
      throw new StoreOpenException(
          Reason.CONFLICTING_OPTIONS,
          "store %s is open in this JVM with %s, and cannot be opened with %s; use the same options, or close it first"
              .formatted(shared.store, shared.engine.options(), options));
    }
    shared.uses++;
    Shared opened = shared;
    return new SharedEngine(opened.store, opened.engine, () -> close(opened));
  }

  private static Shared openHere(Path store, LmdbOptions options) throws IOException {
    ClaimedFile claim = ClaimedFile.of(store.resolve(StoreFiles.DATA));
    if (claim == null) {
      throw OpenFailures.otherClassLoader(store);
    }
    boolean opened = false;
    try {
      Object identity = Objects.requireNonNullElse(identity(store), store);
      Shared shared = new Shared(identity, store, new LmdbEngine(store, options), claim);
      opened = true;
      return shared;
    } finally {
      if (!opened) {
        claim.close();
      }
    }
  }

  private static @Nullable Shared known(Path directory) {
    Object identity = identity(directory);
    return identity == null ? null : OPEN.get(identity);
  }

  /**
   * Returns what tells a store from others, whatever path leads to it and whatever stood there
   * before: its data file. Null if there is none.
   */
  private static @Nullable Object identity(Path directory) {
    Path data = directory.resolve(StoreFiles.DATA);
    try {
      Object key = Files.readAttributes(data, BasicFileAttributes.class).fileKey();
      return key != null ? key : data.toRealPath();
    } catch (IOException e) {
      return null; // if something is wrong with it, StoreFiles says so
    }
  }

  private static void finishClosing(Shared shared) {
    if (!shared.release()) {
      throw new StoreOpenException(
          Reason.STORAGE,
          "store %s was closed in this JVM while a snapshot or a write was at work, which is not over; end it before opening the store again"
              .formatted(shared.store));
    }
  }

  /** Gives back one opening; the last one closes the engine, and holds up nobody meanwhile. */
  private static void close(Shared shared) {
    synchronized (OPEN) {
      shared.uses--;
      if (shared.uses > 0) {
        return;
      }
      shared.closing = true;
    }
    try {
      shared.engine.close();
    } finally {
      synchronized (OPEN) {
        shared.closing = false;
        OPEN.notifyAll();
        boolean unused = shared.release();
      }
    }
  }
}
