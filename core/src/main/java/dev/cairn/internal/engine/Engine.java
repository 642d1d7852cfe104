package dev.cairn.internal.engine;

import dev.cairn.CairnStatistics.EngineStatistics;
import dev.cairn.Durability;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;

/**
 * An ordered map of bytes that many processes share: any number of snapshots, one writer at a time,
 * and a version that all of them see.
 *
 * <p>Keys are 1 to {@link #MAX_KEY_BYTES} bytes and order as unsigned bytes. The contract is small
 * on purpose: nothing in it says how the bytes are kept, so that a second engine over a distributed
 * ordered store can implement it.
 *
 * <p>All methods may be called from any thread. After {@link #close()} every method but {@code
 * close} throws {@link dev.cairn.StoreClosedException}.
 */
public interface Engine extends AutoCloseable {
  /**
   * The length of the longest key, in bytes. Stores hold keys of this length, so every engine must
   * take them; it is the limit of LMDB ({@code MDB_MAXKEYSIZE}, mdb.c).
   */
  int MAX_KEY_BYTES = 511;

  /**
   * Returns the version of the store: the number of the last commit of any process.
   *
   * <p>It never goes back, and a {@link #snapshot()} begun afterwards shows at least this version.
   * It costs a few nanoseconds; the cache asks before every hit.
   *
   * @return the version, 0 for a store without a commit
   */
  long version();

  /**
   * Begins a snapshot of the last commit.
   *
   * @return the snapshot; the caller closes it, soon, since the store cannot reuse the space of
   *     what it still shows
   * @throws dev.cairn.ReadersFullException if every reader slot stays taken for 10 seconds
   */
  Snapshot snapshot();

  /**
   * Writes, and waits until it is durable.
   *
   * <p>Writes run one at a time, in the order in which they were queued; those that wait together
   * are committed together. The wait cannot be interrupted; an interrupt stays pending.
   *
   * @param write the function; see {@link Write} for what it may do
   * @param timeout the longest time that the write waits for its turn, positive; once it has begun
   *     it is waited for
   * @param <R> the type of its result
   * @return the function's result
   * @throws dev.cairn.StoreFullException if the map or the disk is full
   * @throws dev.cairn.WriteTimeoutException if its turn did not come in time; it is never applied
   * @throws RuntimeException the exception of the function; the write then left no trace
   * @throws IllegalStateException if the calling thread is inside a write of this engine
   * @throws dev.cairn.StorageException if the engine was opened for reading only
   */
  <R> R write(Write<R> write, Duration timeout);

  /**
   * Queues a write, and tells of its end by a future: the same contract as {@link #write}.
   *
   * @param write the function
   * @param timeout the longest time that the write waits for its turn, positive
   * @param <R> the type of its result
   * @return the future, which completes when the write is durable, or exceptionally with what
   *     {@link #write} throws. Its dependents run on threads of the engine's own, which all futures
   *     share: they may write and may close the engine. Where they block, the engine adds threads,
   *     up to some hundreds, so that other futures are some 10 ms late at most. Cancelling the
   *     future before the write has begun withdraws the write. When the JVM ends, it waits some
   *     seconds for the writes that are queued; a program that must be sure calls {@link #flush} or
   *     {@link #close}
   */
  <R> CompletableFuture<R> writeAsync(Write<R> write, Duration timeout);

  /** Waits as {@link #flush(Duration)} does, without a limit on the time. */
  default void flush() {
    flush(ChronoUnit.FOREVER.getDuration());
  }

  /**
   * Waits until every write that was queued before this call is stored or has failed, and with
   * {@link Durability#RELAXED} forces the last commit to disk. The futures of those writes complete
   * on other threads, some of them perhaps a moment later.
   *
   * @param timeout the longest time to wait for the writes, positive; forcing the last commit to
   *     disk is waited for without a limit
   * @throws dev.cairn.WriteTimeoutException if the writes did not end in time; they go on waiting
   */
  void flush(Duration timeout);

  /**
   * Copies the last commit into a new directory, while others read and write: a store of its own,
   * on disk when this returns.
   *
   * @param directory the directory, which must not exist; it and its parents are created for this
   *     user only, and where the copy fails, it is removed again
   * @param compact true to leave the space out that the store does not use, which takes longer
   * @throws IllegalStateException if the calling thread is inside a write of this engine
   * @throws dev.cairn.StoreFullException if the disk of the directory is full
   * @throws dev.cairn.StorageException if the directory exists or cannot be made, or the store
   *     cannot be read
   */
  void copyTo(Path directory, boolean compact);

  /**
   * Registers a listener that is told of this process's own commits.
   *
   * @param listener the listener, called until it is removed
   */
  void addCommitListener(CommitListener listener);

  /**
   * Removes a listener; does nothing if it is not registered.
   *
   * @param listener the listener
   */
  void removeCommitListener(CommitListener listener);

  /**
   * Registers a listener that is told when the version of the store may have risen, whichever
   * process has committed, and when this engine is closed. Nobody looks for new versions, and no
   * thread runs, while there is no listener.
   *
   * @param listener the listener, called until it is removed
   */
  void addVersionListener(VersionListener listener);

  /**
   * Removes a listener; does nothing if it is not registered. One call may still be under way.
   *
   * @param listener the listener
   */
  void removeVersionListener(VersionListener listener);

  /**
   * Returns the figures of this engine since it was opened in this process.
   *
   * @return the figures
   */
  EngineStatistics statistics();

  /**
   * Tells whether this engine was opened for reading only.
   *
   * @return true if {@link #write} is refused
   */
  boolean readOnly();

  /**
   * Tells whether the calling thread is inside a write of this engine, where nothing may be done
   * that waits for the writer.
   *
   * @return true if it runs a write's function
   */
  boolean inWrite();

  /**
   * Tells whether the calling thread has a snapshot of this engine open.
   *
   * @return true from the beginning of its first snapshot to the end of its last one
   */
  boolean inRead();

  /**
   * Ends the queued writes, waits for the snapshots that other threads have open, and releases the
   * store. Does nothing the second time. A write or snapshot that does not end within some seconds
   * is left to itself; only then can the store not be opened again in this JVM, until it has ended.
   *
   * @throws IllegalStateException if the calling thread is inside a write of this engine, or has a
   *     snapshot of it open; the engine stays open then
   */
  @Override
  void close();
}
