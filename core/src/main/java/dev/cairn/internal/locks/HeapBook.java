package dev.cairn.internal.locks;

import dev.cairn.internal.engine.VersionListener;
import dev.cairn.internal.locks.rules.HeapRows;
import dev.cairn.internal.locks.rules.LockKey;
import dev.cairn.internal.locks.rules.LockRow;
import dev.cairn.internal.locks.rules.LockRules;
import dev.cairn.internal.locks.rules.Party;
import dev.cairn.internal.machine.ProcessId;
import dev.cairn.internal.machine.SharedMachine;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** The locks of this process alone, in its memory. */
final class HeapBook implements LockBook {
  private final ReentrantLock turn = new ReentrantLock();
  private final HeapRows rows = new HeapRows();
  private final SharedMachine machine;
  private long version; // changed and read in turn

  /**
   * Creates the book.
   *
   * @param machine knows the writes of the store
   */
  HeapBook(SharedMachine machine) {
    this.machine = machine;
  }

  @Override
  public <R> R change(Function<? super LockRules, ? extends R> step, Duration unusedTurn) {
    turn.lock();
    try {
      return step.apply(new LockRules(rows, System.currentTimeMillis()));
    } finally {
      version++;
      turn.unlock();
    }
  }

  @Override
  public <R> CompletableFuture<R> changeLater(
      Function<? super LockRules, ? extends R> step, Duration turn) {
    return CompletableFuture.completedFuture(change(step));
  }

  @Override
  public long version() {
    turn.lock();
    try {
      return version;
    } finally {
      turn.unlock();
    }
  }

  @Override
  public LockRow row(LockKey key) {
    turn.lock();
    try {
      return rows.get(key);
    } finally {
      turn.unlock();
    }
  }

  @Override
  public Map<LockKey, LockRow> rows(String namespace) {
    turn.lock();
    try {
      return rows.all(namespace);
    } finally {
      turn.unlock();
    }
  }

  @Override
  public Party party(long number, String name) {
    return Party.of(new ProcessId(0, 0), number, name);
  }

  @Override
  public boolean alive(ProcessId process) {
    return true;
  }

  @Override
  public void awaitWrites(Duration most) {
    machine.awaitWrites(most);
  }

  @Override
  public void refuseInWrite() {
    machine.refuseInWrite();
  }

  @Override
  public void listen(VersionListener listener) {
    // Each step tells those of this process whom it serves, and there are no others.
  }

  @Override
  public void endListening(VersionListener listener) {}
}
