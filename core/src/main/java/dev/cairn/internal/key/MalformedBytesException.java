package dev.cairn.internal.key;

import org.jspecify.annotations.Nullable;

/**
 * Reports that stored bytes do not have the expected format.
 *
 * <p>It knows neither table nor key, and so never leaves this package: the caller that knows both
 * turns it into a {@link dev.cairn.CorruptRecordException}.
 */
public final class MalformedBytesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedBytesException(String problem) {
    super(problem);
  }

  public MalformedBytesException(String problem, @Nullable Throwable cause) {
    super(problem, cause);
  }
}
