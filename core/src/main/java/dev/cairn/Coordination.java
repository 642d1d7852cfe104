package dev.cairn;

import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.limits.Buckets;
import dev.cairn.internal.lmdb.LmdbEngine;
import dev.cairn.internal.lmdb.env.LmdbOptions;
import dev.cairn.internal.lmdb.files.StoreFiles;
import dev.cairn.internal.machine.SharedMachine;
import dev.cairn.internal.table.Store;
import dev.cairn.jobs.Jobs;
import dev.cairn.limits.Limits;
import dev.cairn.locks.Locks;
import dev.cairn.progress.Progress;
import dev.cairn.table.Transactor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Opens what the processes of the machine share beside a store, when it is first asked for. */
final class Coordination {
  private final Path directory;
  private final Engine engine;
  private final Store store;
  private final CairnOptions options;
  private final ReentrantLock opening = new ReentrantLock();

  /** Null until it is asked for, and once this is closed. */
  private volatile @Nullable Opened opened;

  private boolean closed;

  /** The part that the processes of this machine share, opened, with the counts of limits in it. */
  private record Opened(SharedMachine machine, Buckets buckets) {}

  /**
   * Creates the access to what is shared beside a store.
   *
   * @param options the options that the store was opened with
   */
  Coordination(Path directory, Engine engine, Store store, CairnOptions options) {
    this.directory = directory;
    this.engine = engine;
    this.store = store;
    this.options = options;
  }

  Locks locks(String namespace) {
    return Locks.of(
        namespace, options.lockReadTimeout(), options.lockWriteTimeout(), opened().machine());
  }

  Limits limits(String namespace) {
    return new Limits(namespace, opened().buckets());
  }

  Progress progress(String namespace) {
    return Progress.of(namespace, opened().machine(), options.clock());
  }

  Jobs jobs(String namespace, Transactor transactor) {
    return Jobs.of(namespace, transactor, options.clock(), () -> opened().machine(), engine);
  }

  /** Refuses locks and limits to a thread inside of a write, for which all who write wait. */
  void refuseInWrite() {
    if (engine.inWrite()) {
      throw new IllegalStateException(
          "locks and limits of store %s cannot be used inside of a write, which they are no part of; use them before it"
              .formatted(directory));
    }
  }

  private Opened opened() {
    Opened open = opened;
    return open != null ? open : open();
  }

  private Opened open() {
    refuseInWrite(); // another thread may have the lock, and wait for the end of this write
    opening.lock();
    try {
      if (closed) {
        throw new StoreClosedException("store " + directory + " is closed");
      }
      Opened open = opened;
      if (open == null) {
        if (engine.readOnly()) {
          throw new StorageException(
              "store %s is open for reading only, and locks and limits are written; open it without CairnOptions.readOnly()"
                  .formatted(directory));
        }
        Duration timeout = options.writeTimeout();
        SharedMachine machine =
            SharedMachine.open(
                directory.resolve(StoreFiles.VOLATILE),
                run -> LmdbEngine.open(run, LmdbOptions.ofOneRun()),
                store.in("", timeout),
                engine);
        open =
            new Opened(
                machine, new Buckets(machine, name -> store.in(name, timeout), options.clock()));
        opened = open;
      }
      return open;
    } finally {
      opening.unlock();
    }
  }

  /** Saves what the limits have counted since they were saved; not inside of a write. */
  void save() {
    Opened open = opened;
    if (open != null) {
      open.buckets().save();
    }
  }

  /** Closes what was opened; the second call does nothing. */
  void close() {
    opening.lock();
    try {
      Opened open = opened;
      closed = true;
      opened = null;
      if (open != null) {
        open.machine().close(engine);
      }
    } finally {
      opening.unlock();
    }
  }
}
