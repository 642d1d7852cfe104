package dev.cairn.locks;

import dev.cairn.LockTimeoutException;
import dev.cairn.values.Deadline;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request for a lock for which no thread waits.
 *
 * <p>Its grant is delivered to the future, or released if nobody has the future any more. A request
 * that has come into the queue leaves it in one step, {@link #ended}, however it ends.
 */
final class LaterRequest {
  private final LockDesk desk;
  private final Pending pending;
  private final Deadline deadline;
  private final CompletableFuture<Held> result = new CompletableFuture<>();

  LaterRequest(LockDesk desk, LockRules.Request request, Deadline deadline) {
    this.desk = desk;
    this.pending = new Pending(request);
    this.deadline = deadline;
  }

  CompletableFuture<Held> begin() {
    desk.watch().expect(pending);
    CompletableFuture<?> unusedAnswer =
        change(rules -> rules.request(pending.request())).whenComplete(this::answered);
    CompletableFuture<Held> unusedStage =
        result.whenComplete(
            (lock, failure) -> {
              if (result.isCancelled()) {
                boolean unused = pending.granted().cancel(false);
              }
            });
    return result;
  }

  private void answered(LockRules.@Nullable Answer answer, @Nullable Throwable failure) {
    try {
      if (answer == null) {
        fail(failure == null ? new IllegalStateException("no answer") : failure);
      } else if (answer.grant() != null) {
        deliver(answer.grant());
      } else if (!desk.refused(answer)) {
        desk.watchOver(pending, answer);
        watch();
      } else {
        Grant grant = desk.ask(pending);
        if (grant == null) {
          watch();
        } else {
          deliver(grant);
        }
      }
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  /** Waits for the grant, which has perhaps been noticed already. */
  private void watch() {
    CompletableFuture<Grant> unused =
        pending
            .granted()
            .orTimeout(deadline.left().toNanos(), TimeUnit.NANOSECONDS)
            .whenCompleteAsync(this::ended);
  }

  private void ended(@Nullable Grant grant, @Nullable Throwable failure) {
    if (grant != null) {
      deliver(grant);
      return;
    }
    CompletableFuture<?> unused =
        change(rules -> rules.withdraw(pending.request().key(), pending.request().party()))
            .whenComplete(
                (step, broken) -> {
                  if (step == null) {
                    fail(broken == null ? new IllegalStateException("no answer") : broken);
                  } else {
                    desk.changed(step);
                    withdrawn(step.own(), failure);
                  }
                });
  }

  /** Takes a step; where it cannot even be queued, the future says so. */
  private <R> CompletableFuture<R> change(Function<LockRules, R> step) {
    try {
      return desk.book().changeLater(step);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void withdrawn(@Nullable Grant grant, @Nullable Throwable failure) {
    if (grant != null) {
      deliver(grant);
    } else if (failure instanceof TimeoutException) {
      LockRow row = desk.book().row(pending.request().key());
      fail(new LockTimeoutException(LockText.timeout(pending.request(), row)));
    } else {
      fail(failure == null ? new IllegalStateException("no grant") : failure);
    }
  }

  private void deliver(Grant grant) {
    desk.watch().forget(pending);
    Held held = new Held(pending.request().key(), grant, false);
    if (!result.complete(held)) {
      desk.give(held, grant.exclusive()); // it was cancelled
    }
  }

  private void fail(Throwable failure) {
    desk.watch().forget(pending);
    boolean unused = result.completeExceptionally(failure);
  }
}
