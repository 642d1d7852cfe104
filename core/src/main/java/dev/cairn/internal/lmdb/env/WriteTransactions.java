package dev.cairn.internal.lmdb.env;

import dev.cairn.internal.lmdb.turn.StoreTurn;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Env;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Txn;

/**
 * Begins the write transactions of an environment, of which there is one at a time, in the turn
 * that this process has among all that write to the store.
 *
 * <p>LMDB's own mutex is taken inside of the turn. So a process waits for that mutex only where a
 * program has it that knows no turn: another one than Cairn, or an older Cairn. That wait has no
 * limit, for {@link #tryBegin} too if such a program takes the mutex between the look at it and the
 * step.
 */
public final class WriteTransactions {
  private final Env<NativeBytes> env;
  private final Environment environment;
  private final SnapshotGuard guard;
  private final @Nullable LockFile lockFile;
  private final StoreTurn turn;
  private final WriteGate gate;

  /** True while the thread with the turn may have LMDB's mutex; used by that thread alone. */
  private boolean mayHold;

  /**
   * Creates the write transactions of an environment.
   *
   * @param lockFile the lock file, or null where it is not known how it is laid out
   * @param turn the turn, which is closed by {@link #close}
   */
  WriteTransactions(
      Env<NativeBytes> env,
      Environment environment,
      SnapshotGuard guard,
      @Nullable LockFile lockFile,
      StoreTurn turn) {
    this.env = env;
    this.environment = environment;
    this.guard = guard;
    this.lockFile = lockFile;
    this.turn = turn;
    this.gate = new WriteGate(turn);
  }

  /**
   * Begins the write transaction, waiting for other processes' if need be. Whoever gets it calls
   * {@link #ended}.
   */
  public Txn<NativeBytes> begin() {
    gate.enter();
    return beginInside();
  }

  /**
   * Begins the write transaction, unless it would have to wait for another process, or it cannot be
   * seen whether it would.
   *
   * @return the transaction, whose owner calls {@link #ended}; null if there is none
   */
  public @Nullable Txn<NativeBytes> tryBegin() {
    if (lockFile == null || !gate.tryEnter()) {
      return null;
    }
    if (!lockFile.writerIsFree()) {
      gate.leave();
      return null;
    }
    return beginInside();
  }

  private Txn<NativeBytes> beginInside() {
    boolean begun = false;
    try {
      environment.requireMap();
      mayHold = true; // first: after an error it cannot be told whether LMDB has begun
      Txn<NativeBytes> txn = env.txnWrite();
      begun = true; // from here on, whoever ends the transaction leaves the gate
      requireTrusted(txn);
      return txn;
    } catch (LmdbException e) {
      mayHold &= begun; // LMDB has refused, if not
      throw environment.failures().of(e);
    } finally {
      if (!begun) {
        gate.leave();
      }
    }
  }

  /** Aborts a write that would go to an old file, or to one that others write to without asking. */
  private void requireTrusted(Txn<NativeBytes> write) {
    boolean trusted = false;
    try {
      if (!guard.shows(write.getId() - 1)) {
        throw guard.strayed();
      }
      guard.check();
      trusted = true;
    } finally {
      if (!trusted) {
        write.abort();
        ended();
      }
    }
  }

  /** Notes that the write transaction has ended. */
  public void ended() {
    mayHold = false;
    gate.leave();
  }

  /**
   * Lets other processes write after an error, in the thread that had a write transaction, also if
   * no object knows that transaction. It takes no memory, and may be called again.
   */
  public void abandon() {
    if (mayHold && lockFile != null) {
      lockFile.unlockWriter();
    }
    ended();
  }

  /** Looks whether the turn is still the one of all processes; on any thread. */
  public void lookAtTurn() {
    turn.look();
  }

  /** The gate that keeps writes away while the map is made anew. */
  public WriteGate gate() {
    return gate;
  }

  /** Gives up this process's place among those that write; no transaction may begin any more. */
  void close() {
    turn.close();
  }
}
