package dev.cairn.internal.locks.rules;

import org.jspecify.annotations.Nullable;

/** The rows of all locks in one transaction, wherever they are kept. */
public interface LockRows {

  /** Returns the row of a lock; of one that nobody holds or waits for, the free row. */
  LockRow get(LockKey key);

  /** Stores the row of a lock, or removes it if the lock is free. */
  void put(LockKey key, LockRow row);

  /** Returns the lock for which a party waits, or null if it does not wait. */
  @Nullable LockKey waitOf(Party party);

  /** Notes the lock for which a party waits, or with null that it does not wait. */
  void setWait(Party party, @Nullable LockKey key);

  /** Returns the next number, greater than all before. */
  long next();
}
