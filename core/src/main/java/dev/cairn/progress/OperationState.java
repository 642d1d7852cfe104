package dev.cairn.progress;

/** The state of an operation, from its beginning to its end. */
public enum OperationState {
  /** It goes on. */
  RUNNING,

  /** It has ended. */
  DONE,

  /** It has ended, and did not do what it should. */
  FAILED,

  /** Its process ended before it did. */
  DEAD
}
