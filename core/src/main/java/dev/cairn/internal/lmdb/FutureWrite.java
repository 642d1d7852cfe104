package dev.cairn.internal.lmdb;

import dev.cairn.internal.engine.Write;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A write whose caller has a future of it. */
final class FutureWrite<R> extends PendingWrite<R> {
  final CompletableFuture<R> future = new CompletableFuture<>();
  private final Executor callbacks;

  /**
   * Creates a waiting write.
   *
   * @param callbacks where the future's dependents run
   */
  FutureWrite(Write<R> write, long timeoutNanos, Executor callbacks) {
    super(write, timeoutNanos);
    this.callbacks = callbacks;
  }

  @Override
  boolean cancelled() {
    return future.isDone();
  }

  @Override
  void tell(@Nullable Wakeups wakeups) {
    try {
      callbacks.execute(this::completeFuture);
    } catch (RuntimeException | Error e) {
      // Closed, or no thread to be had: what waits for the future must still hear of it.
      completeFuture();
    }
  }

  @Override
  boolean wake() {
    return false;
  }

  /**
   * A failure takes some bytes of the heap to tell, and nobody but this tells it: so it waits.
   * Where something that hangs on the future threw, what is left hears of it the next time.
   */
  private void completeFuture() {
    Throwable failure = thrown();
    while (true) {
      try {
        if (failure != null) {
          future.completeExceptionally(failure);
        } else {
          boolean unused = future.complete(result());
        }
        return;
      } catch (RuntimeException | Error e) {
        LockSupport.parkNanos(FULL_HEAP_NANOS);
      }
    }
  }
}
