package dev.cairn.progress;

/** Tells how an operation stands. */
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
