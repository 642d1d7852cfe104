package dev.cairn.locks;

import dev.cairn.internal.locks.rules.LockKey;

/** The ways in which a named lock is held or asked for. */
public enum LockKind {
  /** For reading, with others. */
  READ,
  /** For writing, alone. */
  WRITE,
  /** As one of a number of permits. */
  PERMIT;

  static LockKind of(LockKey key, boolean exclusive) {
    return key.counted() ? PERMIT : exclusive ? WRITE : READ;
  }
}
