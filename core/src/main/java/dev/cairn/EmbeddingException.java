package dev.cairn;

import org.jspecify.annotations.Nullable;

/**
 * An embedder failed, did not answer in time, gave vectors that cannot be used, or is another one
 * than the vectors of a collection come from; nothing was stored.
 */
public final class EmbeddingException extends CairnException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message the embedder, the problem with the value, and the way out
   * @param cause the failure that the embedder reported, if it did
   */
  public EmbeddingException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
