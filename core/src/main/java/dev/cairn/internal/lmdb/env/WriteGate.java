package dev.cairn.internal.lmdb.env;

import dev.cairn.internal.lmdb.turn.StoreTurn;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets a write transaction of this process begin when no other process writes, and not while this
 * process changes its memory map.
 */
public final class WriteGate {
  private static final long LOOK_NANOS = 1_000_000;

  private final StoreTurn turn;

  /** True if a write transaction is open, or about to begin; set by the thread that writes. */
  private volatile boolean writing;

  private volatile boolean closed;

  /**
   * Creates an open gate.
   *
   * @param turn the turn of the store's processes, which a writer has inside of the gate
   */
  WriteGate(StoreTurn turn) {
    this.turn = turn;
  }

  /**
   * Waits until this process has its turn while the gate is open, and notes that a write begins.
   * While the gate is closed the turn is given back: other processes need not wait for this one.
   */
  void enter() {
    while (true) {
      turn.take(); // outside of the gate: the map can change while another process writes
      if (beginUnlessClosed()) {
        return;
      }
      while (closed) {
        LockSupport.parkNanos(LOOK_NANOS);
        boolean unused = Thread.interrupted(); // a pending one would let no thread park
      }
    }
  }

  /** Notes that a write begins, unless it would have to wait; false then. */
  boolean tryEnter() {
    return turn.tryTake() && beginUnlessClosed();
  }

  private boolean beginUnlessClosed() {
    writing = true; // before looking at the gate, so that who closes it sees this
    if (closed) {
      leave();
      return false;
    }
    return true;
  }

  /** Notes that the write has ended, or did not begin. It takes no memory. */
  public void leave() {
    writing = false;
    turn.release();
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
