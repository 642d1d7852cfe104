package dev.cairn.internal.lmdb.pages;

import java.io.IOException;

/**
 * Reports that other processes committed twice during a walk over the pages of a file. They may now
 * overwrite the pages being read, so what was seen proves nothing.
 */
public final class OvertakenException extends IOException {
  private static final long serialVersionUID = 1L;

  OvertakenException(long transaction) {
    super("transaction " + transaction + " has been written over");
  }
}
