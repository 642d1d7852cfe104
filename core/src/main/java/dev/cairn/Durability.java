package dev.cairn;

/** Tells which failures a write survives once it has returned. */
public enum Durability {
  /** The commit is on disk (fsync) when the write returns. */
  SYNC,
  /**
   * The data is on disk, but the commit mark follows with the next commit or {@code flush}: a power
   * failure may undo the last commit, and never damages the store. A killed process loses nothing.
   */
  RELAXED
}
