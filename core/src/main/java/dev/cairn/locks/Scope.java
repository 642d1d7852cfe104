package dev.cairn.locks;

/** The processes among which a named lock decides. */
public enum Scope {
  /** All processes of the machine that have the store open. */
  MACHINE,
  /**
   * The threads of this process alone, at the cost of no commit. The lock is another one than that
   * of the same name with the scope {@link #MACHINE}, and deadlocks that lead through locks of both
   * scopes are not found.
   */
  PROCESS
}
