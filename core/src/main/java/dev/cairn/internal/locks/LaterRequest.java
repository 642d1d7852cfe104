package dev.cairn.internal.locks;

import dev.cairn.LockTimeoutException;
import dev.cairn.WriteTimeoutException;
import dev.cairn.internal.locks.rules.Grant;
import dev.cairn.internal.locks.rules.LockRow;
import dev.cairn.internal.locks.rules.LockRules;
import dev.cairn.internal.locks.rules.Terms;
import dev.cairn.values.Deadline;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request for a lock for which no thread waits.
 *
 * <p>Its grant is delivered to the future, or released if nobody has the future any more. However
 * the request ends, the future completes, and the request leaves the queue.
 */
final class LaterRequest {
  private final LockDesk desk;
  private final LockRequests requests;
  private final Pending pending;
  private final Terms terms;
  private final Deadline deadline;
  private final Records.Asking asking;
  private final CompletableFuture<Held> result;

  LaterRequest(
      LockDesk desk,
      LockRequests requests,
      LockRules.Request request,
      Terms terms,
      Deadline deadline) {
    this.desk = desk;
    this.requests = requests;
    this.pending = new Pending(request);
    this.terms = terms;
    this.deadline = deadline;
    this.asking = requests.asks(request);
    this.result = new CompletableFuture<>();
  }

  /** Makes a request anew, for the same future. */
  private LaterRequest(LaterRequest before) {
    this.desk = before.desk;
    this.requests = before.requests;
    this.pending = new Pending(requests.again(before.pending.request()));
    this.terms = before.terms;
    this.deadline = before.deadline;
    this.asking = before.asking;
    this.result = before.result;
  }

  CompletableFuture<Held> begin() {
    desk.watch().expect(pending);
    pending.queued().set(true);
    ask();
    CompletableFuture<Held> unusedStage =
        result.whenComplete(
            (lock, failure) -> {
              if (result.isCancelled()) {
                boolean unused = pending.granted().cancel(false);
              }
            });
    return result;
  }

  private void ask() {
    CompletableFuture<?> unused =
        change(rules -> rules.request(pending.request()), Turns.turn(deadline))
            .whenComplete(this::answered);
  }

  private void answered(LockRules.@Nullable Answer answer, @Nullable Throwable failure) {
    try {
      if (answer == null) {
        notAsked(failure == null ? new IllegalStateException("no answer") : failure);
        return;
      }
      desk.watch().served(answer.granted());
      if (answer.grant() != null) {
        deliver(answer.grant());
      } else if (answer.cycle().isEmpty()) {
        requests.watchOver(pending, answer);
        watch();
      } else { // it is refused, unless that is another answer once more
        Grant grant = requests.ask(pending, deadline);
        if (grant == null) {
          watch();
        } else {
          deliver(grant);
        }
      }
    } catch (RuntimeException | Error e) {
      fail(e); // the caller of the future is the only one to hear of it
    }
  }

  private void notAsked(Throwable failure) {
    if (!(failure instanceof WriteTimeoutException timeout)) {
      fail(failure);
    } else if (deadline.hasPassed() || result.isDone()) {
      fail(LockRequests.notAskedFor(pending, timeout));
    } else {
      ask();
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
    try {
      if (grant != null) {
        deliver(grant);
        return;
      }
      LockRules.Request request = pending.request();
      CompletableFuture<?> unused =
          change(
                  rules -> rules.withdraw(request.key(), request.party(), request.number()),
                  Turns.SHORTEST)
              .whenComplete((step, broken) -> withdrawn(step, broken, failure));
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  /** Takes a step; where it cannot even be queued, the future says so. */
  private <R> CompletableFuture<R> change(Function<LockRules, R> step, Duration turn) {
    try {
      return desk.book().changeLater(step, turn);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void withdrawn(
      LockRules.@Nullable Step step, @Nullable Throwable broken, @Nullable Throwable failure) {
    try {
      if (step != null) {
        pending.queued().set(step.own() != null);
        desk.changed(step);
      } else if (!(broken instanceof WriteTimeoutException)) { // after which it is still queued
        fail(broken == null ? new IllegalStateException("no answer") : broken);
        return;
      }
      if (step != null && step.own() != null) {
        deliver(step.own());
      } else if (failure instanceof TimeoutException) {
        LockRow row = desk.book().row(pending.request().key());
        fail(new LockTimeoutException(LockText.timeout(pending.request(), row)));
      } else {
        fail(failure == null ? new IllegalStateException("no grant") : failure);
      }
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  private void deliver(Grant grant) {
    desk.watch().forget(pending);
    Held held = desk.hold(pending.request().key(), grant, null, terms);
    try {
      if (!requests.settle(held, deadline)) {
        pending.queued().set(false);
        CompletableFuture<Held> unused = new LaterRequest(this).begin();
        return;
      }
    } catch (RuntimeException | Error e) {
      fail(e);
      return;
    }
    asking.granted(grant); // before its caller can release it
    pending.queued().set(false);
    if (!result.complete(held)) {
      desk.retract(held); // it was cancelled
    }
  }

  private void fail(Throwable failure) {
    asking.failed(failure);
    desk.watch().forget(pending);
    requests.retractIfQueued(pending);
    boolean unused = result.completeExceptionally(failure);
  }
}
