package dev.cairn.internal.lmdb.env;

import java.util.concurrent.locks.LockSupport;

/**
 * Prevents a write transaction of this process from running while the memory map is replaced: each
 * waits for the other to end.
 */
public final class WriteGate {
  private static final long LOOK_NANOS = 1_000_000;

  /** True if a write transaction is open, or about to begin; set by the writer's thread. */
  private volatile boolean writing;

  private volatile boolean closed;

  /** Waits until the gate is open, and notes that a write begins. */
  void enter() {
    writing = true; // before looking at the gate, so that who closes it sees this
    while (closed) {
      writing = false;
      LockSupport.parkNanos(LOOK_NANOS);
      boolean unused = Thread.interrupted(); // no caller interrupts the writer's thread
      writing = true;
    }
  }

  /** Notes that the write has ended, or did not begin. */
  public void leave() {
    writing = false;
  }

  /**
   * Lets no write begin, and waits for the one that there is.
   *
   * @return false if it has not ended in time; call {@link #open} in any case
   */
  public boolean close(long deadlineNanos) {
    closed = true;
    boolean interrupted = false;
    while (writing && System.nanoTime() - deadlineNanos < 0) {
      LockSupport.parkNanos(LOOK_NANOS);
      interrupted |= Thread.interrupted(); // a pending one would let no thread park
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !writing;
  }

  /** Lets writes begin again. */
  public void open() {
    closed = false;
  }
}
