package dev.cairn.locks;

import dev.cairn.internal.locks.Held;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** A future of a hold whose cancelling withdraws the request for the lock. */
final class LaterHold extends CompletableFuture<Hold> {
  private final CompletableFuture<Held> lock;

  private LaterHold(CompletableFuture<Held> lock) {
    this.lock = lock;
  }

  /**
   * Returns the future of a hold.
   *
   * @param lock completes with the lock
   * @param made makes the hold of the lock
   * @param given releases the lock, where nobody wants the hold
   */
  static CompletableFuture<Hold> of(
      CompletableFuture<Held> lock,
      Function<? super Held, Hold> made,
      Consumer<? super Held> given) {
    LaterHold future = new LaterHold(lock);
    CompletableFuture<Held> unusedStage =
        lock.whenComplete(
            (held, failure) -> {
              if (held == null) {
                boolean unused =
                    future.completeExceptionally(
                        failure == null ? new IllegalStateException("no lock") : failure);
                return;
              }
              Hold hold = made.apply(held);
              if (!future.complete(hold)) {
                given.accept(held); // the caller has completed the future by itself
              }
            });
    return future;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return lock.cancel(mayInterruptIfRunning) && isCancelled();
  }
}
