package dev.cairn.internal.key;

import org.jspecify.annotations.Nullable;

/**
 * Reports that a stored value is sound, but this program's class cannot hold it.
 *
 * <p>It knows neither table nor key, and so never leaves this package: the caller that knows both
 * turns it into a {@link dev.cairn.IncompatibleRecordException}.
 */
public final class UnfitValueException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnfitValueException(String problem, @Nullable Throwable cause) {
    super(problem, cause);
  }

  /** Returns the same problem with the way out after it. */
  UnfitValueException advising(String wayOut) {
    return new UnfitValueException(getMessage() + "; " + wayOut, getCause());
  }
}
