package dev.cairn.internal.waiting;

import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.VersionListener;
import java.util.concurrent.locks.LockSupport;

/** Lets a thread sleep until a commit of any process has raised the version of a store. */
public final class NewVersion {
  private NewVersion() {}

  /**
   * Waits for a version after the one that is known.
   *
   * @param known the version that is known
   * @param nanos the longest time to wait, in nanoseconds; the version is looked at in any case
   * @return false if there was none in time
   * @throws InterruptedException if this thread is interrupted while it waits
   * @throws dev.cairn.StoreClosedException if the store is closed
   */
  public static boolean await(Engine engine, long known, long nanos) throws InterruptedException {
    if (engine.version() > known) {
      return true;
    }
    long deadline = System.nanoTime() + nanos;
    Thread thread = Thread.currentThread();
    VersionListener listener = () -> LockSupport.unpark(thread);
    engine.addVersionListener(listener);
    try {
      while (engine.version() <= known) { // only now: what comes later is told
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        LockSupport.parkNanos(listener, left);
      }
      return true;
    } finally {
      engine.removeVersionListener(listener);
    }
  }
}
