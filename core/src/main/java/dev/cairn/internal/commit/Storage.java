package dev.cairn.internal.commit;

import org.jspecify.annotations.Nullable;

/** The store to which group commit writes, one transaction after the other. */
public interface Storage {

  /**
   * Begins an attempt, and waits for the writers of other processes if need be. Called on the
   * writer's thread, while no other attempt is under way.
   *
   * @return the attempt; the same thread commits or aborts it
   * @throws dev.cairn.CairnException if the storage refuses; no attempt was begun then, and another
   *     call may succeed. After any other exception or error this is not called again, and {@link
   *     #abandon} is called
   */
  Attempt begin();

  /**
   * Begins an attempt as {@link #begin()} does, unless it would have to wait. Called on any thread
   * that may stay in native code while it commits.
   *
   * @return the attempt; the same thread commits or aborts it. Null if {@link #begin()} is to be
   *     called instead, on the writer's thread
   */
  @Nullable Attempt tryBegin();

  /**
   * Lets other processes write after an error, on the thread whose attempt met it, after an attempt
   * to abort. That thread may have begun an attempt which no object knows. Takes no memory from the
   * heap, and nothing is begun afterwards.
   */
  void abandon();

  /**
   * Names the process and thread that may write now, for the message of a write that timed out.
   * Called on any thread.
   *
   * @return the middle of a sentence, such as "process 12, thread 'main', holds the writer"
   */
  String holder();
}
