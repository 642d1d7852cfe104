package dev.cairn.internal.commit;

/** A store to which {@link GroupCommit} commits, one attempt after the other. */
public interface Storage {

  /**
   * Begins an attempt, and waits for the writers of other processes if need be. Called on the
   * writer's thread, which has no other attempt under way.
   *
   * @return the attempt; the writer's thread commits or aborts it
   * @throws dev.cairn.CairnException if the storage refuses; no attempt was begun then, and another
   *     call may succeed. After any other exception or error this is not called again, and the
   *     writer's thread ends, so that the locks of the thread are released
   */
  Attempt begin();

  /**
   * Names the process and thread that may write now, for the message of a write that timed out.
   * Called on any thread.
   *
   * @return the middle of a sentence, such as "process 12, thread 'main', holds the writer"
   */
  String holder();
}
