package dev.cairn.internal.lmdb.readers;

import dev.cairn.internal.commit.JvmExit;

/**
 * Detects that closing a store would wait for ever, because the closing thread or a thread that
 * ends the JVM holds a snapshot.
 */
public final class OpenReads {
  private final ReaderPool readers;

  public OpenReads(ReaderPool readers) {
    this.readers = readers;
  }

  /** Tells whether the calling thread has a snapshot open. */
  public boolean ofThisThread() {
    Thread current = Thread.currentThread();
    for (Reader reader : readers.all()) {
      if (reader.owner == current && !reader.lost) {
        return true;
      }
    }
    return false;
  }

  /** Tells whether a thread that has a snapshot open has called System.exit. */
  public boolean endTheJvm() {
    for (Reader reader : readers.all()) {
      Thread owner = reader.owner;
      if (owner != null && JvmExit.isCalledBy(owner)) {
        return true;
      }
    }
    return false;
  }
}
