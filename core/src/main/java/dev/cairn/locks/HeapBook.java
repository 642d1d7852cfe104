package dev.cairn.locks;

import dev.cairn.internal.engine.VersionListener;
import dev.cairn.internal.machine.ProcessId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** The locks of this process alone, in its memory. */
final class HeapBook implements LockBook {
  private final ReentrantLock turn = new ReentrantLock();
  private final HeapRows rows = new HeapRows();

  @Override
  public <R> R change(Function<? super LockRules, ? extends R> step) {
    turn.lock();
    try {
      return step.apply(new LockRules(rows, System.currentTimeMillis()));
    } finally {
      turn.unlock();
    }
  }

  @Override
  public <R> CompletableFuture<R> changeLater(Function<? super LockRules, ? extends R> step) {
    return CompletableFuture.completedFuture(change(step));
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
  public Party party(long number, String name) {
    return Party.of(new ProcessId(0, 0), number, name);
  }

  @Override
  public boolean alive(Party party) {
    return true;
  }

  @Override
  public void listen(VersionListener listener) {
    // Each step tells those of this process whom it serves, and there are no others.
  }

  @Override
  public void endListening(VersionListener listener) {}
}
