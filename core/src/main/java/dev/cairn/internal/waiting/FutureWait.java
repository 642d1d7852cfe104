package dev.cairn.internal.waiting;

import dev.cairn.internal.cache.Entry;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A future that completes when a look finds something. */
final class FutureWait<R> extends TaskWait {
  private final Supplier<Entry<Optional<R>>> look;
  private final TimeLimit limit;
  private final CompletableFuture<R> future = new CompletableFuture<>();

  FutureWait(Waiters waiters, Supplier<Entry<Optional<R>>> look, TimeLimit limit) {
    super(waiters);
    this.look = look;
    this.limit = limit;
  }

  CompletableFuture<R> begin() {
    // First: where there is no timer to be had, nobody waits.
    CompletableFuture<Object> timer =
        new CompletableFuture<>().orTimeout(limit.nanos(), TimeUnit.NANOSECONDS);
    Object unused = timer.exceptionally(this::timerEnded);
    Object unusedToo =
        future.whenComplete(
            (found, thrown) -> { // also where the caller cancels it
              waiters.remove(this);
              timer.cancel(false);
            });
    boolean begun = false;
    try {
      beginLooking();
      begun = true;
    } finally {
      if (!begun) {
        timer.cancel(false);
      }
    }
    return future;
  }

  private Object timerEnded(Throwable cause) {
    if (cause instanceof TimeoutException) {
      waiters.execute(this::timeOut); // on a thread of ours: the timer is the whole JVM's
    }
    return cause;
  }

  @Override
  @Nullable Entry<?> look() {
    boolean last = limit.left() <= 0; // before the look, of which one may follow the end
    Entry<Optional<R>> found = look.get();
    if (found.value().isPresent()) {
      future.complete(found.value().get());
      return null;
    }
    if (last) {
      fail(limit.exceeded());
      return null;
    }
    return found;
  }

  /** Ends the wait if the time was up during the look, when the timer found nobody asleep. */
  @Override
  void fellAsleep() {
    if (limit.left() <= 0) {
      timeOut();
    }
  }

  private void timeOut() {
    try {
      waiters.lookNow(this);
      if (sleeps()) {
        fail(limit.exceeded());
      }
    } catch (Throwable e) {
      fail(e);
    }
  }

  @Override
  void fail(Throwable e) {
    future.completeExceptionally(e);
  }

  @Override
  boolean ended() {
    return future.isDone();
  }
}
