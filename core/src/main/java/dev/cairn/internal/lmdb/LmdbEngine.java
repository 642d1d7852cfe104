package dev.cairn.internal.lmdb;

import static dev.cairn.internal.checks.Arguments.notNull;
import static dev.cairn.internal.checks.Arguments.positive;
import static dev.cairn.internal.checks.Arguments.storePath;

import dev.cairn.CairnStatistics.EngineStatistics;
import dev.cairn.Durability;
import dev.cairn.StorageException;
import dev.cairn.StoreClosedException;
import dev.cairn.WriteTimeoutException;
import dev.cairn.internal.commit.GroupCommit;
import dev.cairn.internal.commit.WriteMetrics;
import dev.cairn.internal.engine.CommitListener;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.engine.VersionListener;
import dev.cairn.internal.engine.Write;
import dev.cairn.internal.lmdb.env.CommitWatch;
import dev.cairn.internal.lmdb.env.Environment;
import dev.cairn.internal.lmdb.env.LmdbOptions;
import dev.cairn.internal.lmdb.env.StoreFigures;
import dev.cairn.internal.lmdb.readers.OpenReads;
import dev.cairn.internal.lmdb.readers.ReaderPool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine over LMDB: one environment, its readers, its one writer and its version.
 *
 * <p>Within a JVM a directory is one environment (LMDB allows no second); {@link OpenStores} sees
 * to that.
 */
public final class LmdbEngine implements Engine, Watchdog.Duties {
  private static final Duration CENTURY = Duration.ofDays(36_500);

  /** The longest wait of a closing for the reads and writes at work; shorter in tests. */
  static volatile long patienceNanos = TimeUnit.SECONDS.toNanos(10);

  private final Path store;
  private final LmdbOptions options;
  private final Environment environment;
  private final ReaderPool readers;
  private final OpenReads reads;
  private final WriteMetrics metrics = new WriteMetrics();
  private final @Nullable LmdbWriter storage;
  private final @Nullable GroupCommit writer;
  private final Watchdog watchdog;
  final CommitWatch watch;

  /**
   * The error in the writer that has ended this opening, or null; written before {@link #closed}.
   */
  private volatile @Nullable Throwable failure;

  private volatile boolean closed;

  /** Held while the environment is closed, which may take long. */
  private final ReentrantLock releasing = new ReentrantLock();

  private boolean released;

  LmdbEngine(Path store, LmdbOptions options) {
    this.store = store;
    this.options = options;
    this.environment = Environment.open(store, options);
    boolean begun = false;
    try {
      this.readers = new ReaderPool(environment);
      this.reads = new OpenReads(readers);
      this.watch = new CommitWatch(environment, this::version);
      this.watchdog = new Watchdog(store.toString(), readers, this);
      this.storage = options.readOnly() ? null : new LmdbWriter(environment, readers.growth());
      this.writer =
          storage == null
              ? null
              : new GroupCommit(
                  store.toString(),
                  storage,
                  metrics,
                  watchdog::expect,
                  watchdog::wake,
                  this::stopped);
      addCommitListener((batch, version) -> watch.announce());
      start(writer, watchdog);
      begun = true;
    } finally {
      if (!begun) {
        environment.close(); // nobody else could
      }
    }
  }

  @Override
  public long expire(long now, long latest) {
    return writer == null ? latest : writer.expire(now, latest);
  }

  @Override
  public long lookAtFutures(long now) {
    return writer == null ? Long.MAX_VALUE : writer.lookAtFutures(now);
  }

  @Override
  public void wakeWaiters() {
    environment.wakeWaiters();
  }

  /** The watchdog logs what is thrown. */
  @Override
  public void lookAfter() {
    environment.freeDeadReaders();
    if (!environment.files().lost()) { // it was said once, and every call says it
      environment.files().look();
    }
    environment.writes().lookAtTurn();
  }

  /** Ends this opening, because its writer has stopped. */
  private void stopped(Throwable cause) {
    failure = cause;
    closed = true;
    watch.close();
  }

  /** Tells whether an error has ended this opening before it was closed. */
  boolean failed() {
    return failure != null;
  }

  private static void start(@Nullable GroupCommit writer, Watchdog watchdog) {
    boolean begun = false;
    try {
      watchdog.start();
      if (writer != null) {
        writer.start();
      }
      begun = true;
    } finally {
      if (!begun) { // there is no thread to be had, say
        watchdog.stop();
      }
    }
  }

  /**
   * Opens the store in a directory, creating it if need be; where this JVM has it open already, the
   * same environment is shared.
   *
   * @param directory the directory
   * @param options the options to open it with
   * @return the engine; each one returned is to be closed
   * @throws dev.cairn.StoreOpenException if it cannot be opened; nothing was changed
   */
  public static Engine open(Path directory, LmdbOptions options) {
    return OpenStores.open(storePath("directory", directory), notNull("options", options));
  }

  LmdbOptions options() {
    return options;
  }

  @Override
  public long version() {
    checkOpen();
    return environment.hasMappedVersion() ? environment.version() : versionOfSnapshot();
  }

  /** Reads the version with a transaction that closing waits for. */
  private long versionOfSnapshot() {
    try (Snapshot snapshot = new LmdbSnapshot(environment, readers)) {
      return snapshot.version();
    }
  }

  @Override
  public Snapshot snapshot() {
    checkOpen();
    return new LmdbSnapshot(environment, readers);
  }

  @Override
  public <R> R write(Write<R> write, Duration timeout) {
    notNull("write", write);
    return writer().write(write, nanos(positive("timeout", timeout)));
  }

  @Override
  public <R> CompletableFuture<R> writeAsync(Write<R> write, Duration timeout) {
    notNull("write", write);
    return writer().writeAsync(write, nanos(positive("timeout", timeout)));
  }

  private GroupCommit writer() {
    checkOpen();
    if (writer == null) {
      throw new StorageException(
          "store %s is open for reading only; open it without CairnOptions.readOnly() to write"
              .formatted(store));
    }
    return writer;
  }

  private static long nanos(Duration timeout) {
    return (timeout.compareTo(CENTURY) < 0 ? timeout : CENTURY).toNanos();
  }

  @Override
  public void flush(Duration timeout) {
    long nanos = nanos(positive("timeout", timeout));
    checkOpen();
    if (writer == null) {
      return;
    }
    try {
      String unused = writer.write(batch -> "", nanos);
    } catch (WriteTimeoutException e) {
      throw new WriteTimeoutException(
          "not every write that was queued before the flush has ended in time: " + e.getMessage());
    }
    if (options.durability() == Durability.RELAXED) {
      environment.sync();
    }
  }

  @Override
  public void copyTo(Path directory, boolean compact) {
    notNull("directory", directory);
    refuseInWrite("copied");
    Snapshot held = snapshot(); // closing waits for it, and so for the copy
    try {
      if (compact) {
        LmdbCopy.requireSoundPages(this, environment.store());
      }
      LmdbCopy.make(environment, directory, compact);
    } finally {
      held.close();
    }
  }

  @Override
  public void addCommitListener(CommitListener listener) {
    if (writer != null) {
      writer.addListener(listener);
    }
  }

  @Override
  public void removeCommitListener(CommitListener listener) {
    if (writer != null) {
      writer.removeListener(listener);
    }
  }

  @Override
  public void addVersionListener(VersionListener listener) {
    checkOpen();
    watch.add(listener);
  }

  @Override
  public void removeVersionListener(VersionListener listener) {
    watch.remove(listener);
  }

  @Override
  public EngineStatistics statistics() {
    checkOpen();
    return StoreFigures.of(environment, version(), metrics, readers.open());
  }

  @Override
  public boolean readOnly() {
    return options.readOnly();
  }

  @Override
  public boolean inWrite() {
    return writer != null && writer.inWrite();
  }

  private void checkOpen() {
    if (closed) {
      throw closedException();
    }
    environment.files().requireKept();
  }

  private StoreClosedException closedException() {
    Throwable cause = failure;
    return cause == null
        ? new StoreClosedException("store " + store + " is closed")
        : new StoreClosedException(
            "store %s was closed because of an error in its writer: %s. Close and open it again"
                .formatted(store, cause),
            cause);
  }

  /** Throws if the calling thread is inside a write, for which it would wait. */
  void refuseInWrite(String what) {
    if (inWrite()) {
      throw new IllegalStateException(
          "store %s cannot be %s inside a write to it".formatted(store, what));
    }
  }

  @Override
  public boolean inRead() {
    return reads.ofThisThread();
  }

  /** Throws if the calling thread has a snapshot open. */
  void refuseCloseInRead() {
    if (inRead()) {
      throw new IllegalStateException(
          "store %s cannot be closed inside a read of it; close it after the read has ended"
              .formatted(store));
    }
  }

  @Override
  public void close() {
    refuseInWrite("closed");
    boolean inVain = reads.endTheJvm() || (writer != null && writer.endsTheJvm());
    if ((!closed || failed()) && !release(inVain ? 1 : patienceNanos)) {
      log()
          .error(
              "store {} was closed while a snapshot or a write was at work; its memory map stays, and"
                  + " it cannot be opened again here, until that ends",
              store);
    }
  }

  /**
   * Closes the environment, if what is at work ends in time.
   *
   * @return false if it did not: unmapping what a thread still reads would end the JVM. Call again
   */
  boolean release(long waitNanos) {
    releasing.lock();
    try {
      return released || releaseOnce(waitNanos);
    } finally {
      releasing.unlock();
    }
  }

  private boolean releaseOnce(long waitNanos) {
    closed = true;
    watch.close();
    boolean ended = true;
    if (writer != null) {
      writer.close();
      ended = writer.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(waitNanos)));
      writer.giveUp();
    }
    if (failed() && storage != null) {
      ended &= storage.awaitThreadEnd(waitNanos);
    }
    ended &= readers.close(waitNanos);
    if (writer != null) {
      writer.shutdown();
    }
    if (ended) { // until then the watchdog tells callers of a write that is still at work
      released = true;
      watchdog.stop();
      syncRelaxed();
      environment.close();
    }
    return ended;
  }

  /** Syncs on closing, which callers expect though RELAXED does not promise it. */
  private void syncRelaxed() {
    if (writer != null && options.durability() == Durability.RELAXED) {
      try {
        environment.sync();
      } catch (RuntimeException e) {
        log().warn("store {}: the last commit may be lost if the power fails now", store, e);
      }
    }
  }

  private static Logger log() {
    return LoggerFactory.getLogger(LmdbEngine.class);
  }
}
