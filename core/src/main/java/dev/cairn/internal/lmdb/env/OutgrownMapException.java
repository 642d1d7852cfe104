package dev.cairn.internal.lmdb.env;

import dev.cairn.StorageException;

/** Reports that another process has made the store larger than the memory map of this process. */
public final class OutgrownMapException extends StorageException {
  private static final long serialVersionUID = 1L;

  OutgrownMapException(String message, Throwable cause) {
    super(message, cause);
  }
}
