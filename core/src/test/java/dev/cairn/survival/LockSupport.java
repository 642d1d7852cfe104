package dev.cairn.survival;

import java.util.HashSet;
import java.util.Set;

/**
 * Replaces the JDK's class of this name in the code of a {@link Mutant}, without its spurious
 * wake-ups. Under Lincheck the JDK's returns for no reason, as it may, and so hides a missing
 * wake-up.
 */
public final class LockSupport {
  private static final Set<Thread> PERMITS = new HashSet<>();

  private LockSupport() {}

  public static void park(Object unused) {
    synchronized (PERMITS) {
      while (!PERMITS.remove(Thread.currentThread())) {
        try {
          PERMITS.wait();
        } catch (InterruptedException e) {
          throw new AssertionError("nobody interrupts here", e);
        }
      }
    }
  }

  /** For a full heap only. */
  public static void parkNanos(long unused) {}

  public static void unpark(Thread thread) {
    synchronized (PERMITS) {
      PERMITS.add(thread);
      PERMITS.notifyAll();
    }
  }
}
