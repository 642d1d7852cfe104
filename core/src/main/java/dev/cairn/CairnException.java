package dev.cairn;

import org.jspecify.annotations.Nullable;

/**
 * The common superclass of all exceptions that report failures of a store. A bad argument is an
 * {@link IllegalArgumentException} instead.
 *
 * <p>A message says what was wrong, shows the value, and names the way out. The family is sealed: a
 * caller can treat each kind of failure by itself and knows that no other comes. Misuse, such as a
 * call on a transaction that has ended, is an {@link IllegalStateException}; and what a caller's
 * own function throws reaches that caller unchanged.
 */
public abstract sealed class CairnException extends RuntimeException
    permits AwaitTimeoutException,
        CorruptRecordException,
        DeadlockException,
        EmbeddingException,
        IncompatibleRecordException,
        LimitExceededException,
        LockTimeoutException,
        LockUpgradeException,
        ReadersFullException,
        StaleClaimException,
        StaleTokenException,
        StorageException,
        StoreClosedException,
        StoreFullException,
        StoreNotEmptyException,
        StoreOpenException,
        WriteTimeoutException {
  private static final long serialVersionUID = 1L;

  CairnException(String message) {
    super(message);
  }

  CairnException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
