package dev.cairn.internal.lmdb.pages;

import java.io.IOException;

/**
 * Ends a walk over pages when other processes have committed twice since it began: they may now
 * write over its pages, so what was seen proves nothing.
 */
public final class OvertakenException extends IOException {
  private static final long serialVersionUID = 1L;

  OvertakenException(long transaction) {
    super("transaction " + transaction + " has been written over");
  }
}
