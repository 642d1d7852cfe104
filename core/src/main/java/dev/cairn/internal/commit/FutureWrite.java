package dev.cairn.internal.commit;

import dev.cairn.internal.engine.Write;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A write whose caller has a future for its outcome. */
final class FutureWrite<R> extends PendingWrite<R> {
  private static final long FULL_HEAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  final CompletableFuture<R> future = new CompletableFuture<>();
  private final Executor callbacks;

  /**
   * Creates a waiting write.
   *
   * @param callbacks runs the future's dependents
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
      completeFuture(); // closed, or no memory: the future must still complete
    }
    markTold();
  }

  @Override
  boolean wake() {
    return false;
  }

  /**
   * Completes the future, and waits for memory if there is none for that: no other call would
   * complete it. If a dependent threw, the next attempt runs those that are left.
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
