package dev.cairn.internal.lmdb;

import dev.cairn.StorageException;
import dev.cairn.StoreOpenException;
import dev.cairn.StoreOpenException.Reason;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.lmdb.env.LmdbOptions;
import dev.cairn.internal.lmdb.env.NativeLibraries;
import dev.cairn.internal.lmdb.env.OpeningChecks;
import dev.cairn.internal.lmdb.files.ClaimedFile;
import dev.cairn.internal.lmdb.files.OpenFailures;
import dev.cairn.internal.lmdb.files.StoreFiles;
import dev.cairn.internal.platform.Layers;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Shares one LMDB environment among all openings of a store in this JVM. If a second environment
 * over the same files were closed, the first one's file locks would be dropped.
 *
 * <p>Openings through the same class loader share one engine. Those through another one cannot,
 * since its classes are others: they are refused by a {@link ClaimedFile claim} on the data file.
 */
final class OpenStores {
  /** The stores that are open or taken, by their identity; guarded by {@link #LOCK}. */
  private static final Map<Object, Shared> OPEN = new HashMap<>();

  /** Held for moments only. */
  private static final ReentrantLock LOCK = new ReentrantLock();

  private static final Condition GIVEN_BACK = LOCK.newCondition();

  private static final long FAILED_NANOS = TimeUnit.SECONDS.toNanos(1);

  private OpenStores() {}

  /**
   * A store that is open, or that a thread is opening or closing. That thread has it for itself:
   * others wait for the same store, and no store waits for another one, whose disk may hang.
   */
  private static final class Shared {
    final Object identity;
    final Path store;

    /** Guarded by {@link #LOCK}. */
    private boolean taken;

    /** The engine that a thread closes, which waits for what others read; guarded likewise. */
    private @Nullable LmdbEngine closing;

    private int uses;

    /** Null while the store is being opened, and once it is closed. */
    private @Nullable LmdbEngine engine;

    /** Held as long as there is an engine. */
    private @Nullable ClaimedFile claim;

    Shared(Object identity, Path store) {
      this.identity = identity;
      this.store = store;
    }

    /**
     * Opens the store if it is not open, and counts the opening; only for the thread that has taken
     * it.
     *
     * @return null if this is not the identity of the store any more, which was not opened then
     */
    @Nullable SharedEngine open(Path directory, LmdbOptions options, boolean orOthers) {
      if (engine != null && (uses == 0 || engine.failed())) {
        finishClosing(engine);
        uses = 0;
      }
      LmdbEngine open = engine;
      if (open == null) {
        OpeningChecks.prepare(directory, options);
        copyUp();
        if (!identity.equals(identityOf(store))) {
          return null;
        }
        open = openClaimed(options);
      } else if (!orOthers && !open.options().equals(options)) {
        throw new StoreOpenException(
            Reason.CONFLICTING_OPTIONS,
            "store %s is open in this JVM with %s, and cannot be opened with %s; use the same options, or close it first"
                .formatted(store, open.options(), options));
      }
      LmdbEngine opened = open;
      uses++;
      return new SharedEngine(store, opened, certain -> OpenStores.close(this, opened, certain));
    }

    /**
     * Has the data file copied to the upper layer of its file system now, if it lies in a lower
     * one: to be opened for writing would do so later, and it may be another file then.
     */
    private void copyUp() {
      try {
        Layers.copyUp(store.resolve(StoreFiles.DATA));
      } catch (IOException e) {
        throw OpenFailures.refused(store, e);
      }
    }

    private void finishClosing(LmdbEngine closed) {
      // A writer that has failed is ending; what was left at work at a closing may not be.
      if (!release(closed, closed.failed() ? FAILED_NANOS : 1)) {
        throw notOver();
      }
    }

    /** Throws if the thread that has taken the store waits for the calling one to end a read. */
    void refuseOpenInRead() {
      if (closing != null && closing.inRead()) {
        throw notOver();
      }
    }

    private StoreOpenException notOver() {
      return new StoreOpenException(
          Reason.STORAGE,
          "store %s was closed in this JVM while a snapshot or a write was at work, which is not over; end it before opening the store again"
              .formatted(store));
    }

    private LmdbEngine openClaimed(LmdbOptions options) {
      ClaimedFile claimed = claim();
      try {
        LmdbEngine opened = new LmdbEngine(store, options);
        engine = opened;
        claim = claimed;
        return opened;
      } finally {
        if (engine == null) {
          giveUp(claimed);
        }
      }
    }

    private ClaimedFile claim() {
      try {
        ClaimedFile claimed = ClaimedFile.of(store.resolve(StoreFiles.DATA));
        if (claimed == null) {
          throw OpenFailures.otherClassLoader(store);
        }
        return claimed;
      } catch (IOException e) {
        throw OpenFailures.refused(store, e);
      }
    }

    private void giveUp(ClaimedFile claimed) {
      try {
        claimed.close();
      } catch (IOException e) {
        throw new StorageException(
            "the data file of store %s cannot be closed: %s".formatted(store, e), e);
      }
    }

    /**
     * Takes back one opening; the last one closes the engine. Only for the thread that has taken
     * the store.
     *
     * @param opened the engine that was opened; another one is here if that one has failed
     * @param certain run once it is certain that this does not refuse to close
     */
    void close(LmdbEngine opened, Runnable certain) {
      boolean last = opened == engine && uses == 1;
      if (last) {
        opened.refuseCloseInRead();
      }
      certain.run();
      if (opened != engine) {
        return; // it has failed, and was closed when the store was opened anew
      }
      uses--;
      if (uses > 0) {
        return;
      }
      announceClosing(opened);
      try {
        opened.close();
      } finally {
        boolean unused = release(opened, 1);
      }
    }

    /** Lets those look who wait for the store: this thread may come to wait for one of them. */
    private void announceClosing(LmdbEngine opened) {
      LOCK.lock();
      try {
        closing = opened;
        GIVEN_BACK.signalAll();
      } finally {
        LOCK.unlock();
      }
    }

    /** Closes the environment if it is at rest, and only then lets other class loaders have it. */
    private boolean release(LmdbEngine closing, long waitNanos) {
      if (!closing.release(waitNanos)) {
        return false;
      }
      engine = null;
      ClaimedFile claimed = claim;
      claim = null;
      if (claimed != null) {
        giveUp(claimed);
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
    NativeLibraries.beginLoading(); // beside the checks
    // An interrupt closes the channel that is being used. Opening is short, and waits only for the
    // same store to be opened or closed.
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return share(directory, options, orOthers);
        } catch (InterruptedException e) {
          interrupted = true; // the thread waited; nothing was begun yet
        } catch (StoreOpenException e) {
          if (!(e.getCause() instanceof ClosedChannelException) || !Thread.interrupted()) {
            throw e;
          }
          interrupted = true; // the interrupt has closed the channel: once more
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
    // The system resolves a path that exists; any other, "x/../store" say, is resolved by name.
    Path directory = Files.exists(path) ? path : path.toAbsolutePath().normalize();
    if (identity(directory) == null) {
      OpeningChecks.prepare(directory, options); // creates the data file, by which stores are told
    }
    Path store = directory.toRealPath();
    while (true) {
      Shared shared = take(identityOf(store), store, true);
      try {
        SharedEngine opened = shared.open(directory, options, orOthers);
        if (opened != null) {
          return opened;
        }
      } finally {
        giveBack(shared);
      }
    }
  }

  /** Waits until no other thread has taken the store. */
  private static Shared take(Object identity, Path store, boolean toOpen)
      throws InterruptedException {
    LOCK.lock();
    try {
      Shared shared = OPEN.get(identity);
      while (shared != null && shared.taken) {
        if (toOpen) {
          shared.refuseOpenInRead();
        }
        GIVEN_BACK.await();
        shared = OPEN.get(identity);
      }
      if (shared == null) {
        shared = new Shared(identity, store);
        OPEN.put(identity, shared);
      }
      shared.taken = true;
      return shared;
    } finally {
      LOCK.unlock();
    }
  }

  private static void giveBack(Shared shared) {
    LOCK.lock();
    try {
      shared.taken = false;
      shared.closing = null;
      if (shared.engine == null) {
        OPEN.remove(shared.identity);
      }
      GIVEN_BACK.signalAll();
    } finally {
      LOCK.unlock();
    }
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

  /** Returns the identity of a store that has a data file, or had one a moment ago. */
  private static Object identityOf(Path store) {
    return Objects.requireNonNullElse(identity(store), store);
  }

  /** Gives back one opening; the last one closes the engine. */
  private static void close(Shared shared, LmdbEngine closing, Runnable certain) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          Shared taken = take(shared.identity, shared.store, false);
          try {
            taken.close(closing, certain);
          } finally {
            giveBack(taken);
          }
          return;
        } catch (InterruptedException e) {
          interrupted = true; // while it waited
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
