package dev.cairn.jobs;

/** The state of a job, from its submission to its end. */
public enum JobStatus {
  /** It waits for a time: the one before which it must not run, or the end of a pause. */
  DELAYED,

  /** It waits for its turn. */
  READY,

  /** A process has claimed it, and runs it. */
  CLAIMED,

  /** It was completed; this is final. */
  DONE,

  /**
   * It is among the dead letters: it failed too often, its deadline passed, or it is unreadable.
   */
  DEAD,

  /** It was cancelled. */
  CANCELLED;

  /** Tells whether the job will not run, unless somebody {@linkplain Jobs#retry retries} it. */
  public boolean finished() {
    return this == DONE || this == DEAD || this == CANCELLED;
  }
}
