package dev.cairn.internal.lmdb.pages;

import java.io.IOException;

/**
 * Other processes have committed twice since the walk began, and may now write over its pages: what
 * was seen proves nothing.
 */
public final class OvertakenException extends IOException {
  private static final long serialVersionUID = 1L;

  OvertakenException(long transaction) {
    super("transaction " + transaction + " has been written over");
  }
}
