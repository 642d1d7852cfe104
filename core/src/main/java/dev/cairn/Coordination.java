package dev.cairn;

import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.lmdb.LmdbEngine;
import dev.cairn.internal.lmdb.env.LmdbOptions;
import dev.cairn.internal.lmdb.files.StoreFiles;
import dev.cairn.internal.machine.SharedMachine;
import dev.cairn.internal.table.Store;
import dev.cairn.jobs.Jobs;
import dev.cairn.locks.Locks;
import dev.cairn.table.Transactor;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Opens what the processes of the machine share beside a store, when it is first asked for. */
final class Coordination {
  private final Path directory;
  private final Engine engine;
  private final Store store;
  private final Duration timeout;
  private final ReentrantLock opening = new ReentrantLock();

  /** Null until it is asked for, and once this is closed. */
  private volatile @Nullable SharedMachine machine;

  private boolean closed;

  /**
   * Creates the access to what is shared beside a store.
   *
   * @param timeout the longest time that a write to the store waits for its turn
   */
  Coordination(Path directory, Engine engine, Store store, Duration timeout) {
    this.directory = directory;
    this.engine = engine;
    this.store = store;
    this.timeout = timeout;
  }

  Locks locks(String namespace) {
    return Locks.of(namespace, machine());
  }

  Jobs jobs(Transactor transactor, Clock clock) {
    return Jobs.of(transactor, clock, this::machine, engine);
  }

  private SharedMachine machine() {
    SharedMachine open = machine;
    return open != null ? open : open();
  }

  private SharedMachine open() {
    opening.lock();
    try {
      if (closed) {
        throw new StoreClosedException("store " + directory + " is closed");
      }
      SharedMachine open = machine;
      if (open == null) {
        if (engine.readOnly()) {
          throw new StorageException(
              "store %s is open for reading only, and locks are written; open it without CairnOptions.readOnly()"
                  .formatted(directory));
        }
        open =
            SharedMachine.open(
                directory.resolve(StoreFiles.VOLATILE),
                run -> LmdbEngine.open(run, LmdbOptions.ofOneRun()),
                store.in("", timeout));
        machine = open;
      }
      return open;
    } finally {
      opening.unlock();
    }
  }

  /** Closes what was opened; the second call does nothing. */
  void close() {
    opening.lock();
    try {
      SharedMachine open = machine;
      closed = true;
      machine = null;
      if (open != null) {
        open.close();
      }
    } finally {
      opening.unlock();
    }
  }
}
