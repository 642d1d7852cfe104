package dev.cairn.internal.commit;

import dev.cairn.internal.engine.Batch;
import org.jspecify.annotations.Nullable;

/**
 * A transaction that one commit tries to complete, shared by several writes. {@link
 * Storage#begin()} begins it, and {@link #commit()} or {@link #abort()} ends it. Confined to the
 * thread that began it.
 */
public interface Attempt extends Batch {

  /**
   * Names the caller whose write runs next, for the messages of other processes that wait.
   *
   * @param caller the name of the caller's thread
   */
  void runs(String caller);

  /**
   * Counts the puts and deletes that changed something.
   *
   * @return the number so far
   */
  long changes();

  /**
   * Returns the failure after which the attempt can only be aborted, even if the function that met
   * it caught it.
   *
   * @return the failure, or null if the attempt is sound
   */
  @Nullable RuntimeException failure();

  /**
   * Commits, durably, and ends the attempt.
   *
   * @return the version that the commit made
   * @throws RuntimeException if the storage refused; nothing was applied, and the attempt has ended
   */
  long commit();

  /**
   * Tells whether the commit may have been applied although {@link #commit()} threw an error: the
   * error may have come after the last step. Called before {@link #abort()}.
   *
   * @return false if nothing was applied, also if {@code commit} was never called
   */
  boolean mayBeCommitted();

  /** Gives the attempt up, and all of its changes. Does nothing if it has ended. */
  void abort();
}
