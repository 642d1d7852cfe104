package dev.cairn.internal.locks;

import dev.cairn.DeadlockException;
import dev.cairn.LockTimeoutException;
import dev.cairn.WriteTimeoutException;
import dev.cairn.values.Deadline;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests for locks and waits for their grants.
 *
 * <p>However a request ends, it leaves the queue: where its own thread cannot take it out, the
 * watch does so later.
 */
final class LockRequests {
  /**
   * A step costs microseconds; a caller with less time than this waits for its turn all the same.
   */
  static final Duration SHORTEST_TURN = Duration.ofMillis(100);

  private final LockBook book;
  private final LockWatch watch;
  private final Records records;

  LockRequests(LockBook book, LockWatch watch, Records records) {
    this.book = book;
    this.watch = watch;
    this.records = records;
  }

  /** Asks for a lock without waiting for it; null if others have it. */
  @Nullable Grant askOnce(LockRules.Request request) {
    Records.Asking asking = records.ask(request);
    LockRules.Answer answer = book.change(rules -> rules.request(request));
    if (answer.grant() == null && watch.dropDead(request.key(), answer.row())) {
      answer = book.change(rules -> rules.request(request));
    }
    Grant grant = answer.grant();
    if (grant != null) {
      settle(request, grant, Deadline.in(LockBook.TURN));
      asking.granted(grant);
    }
    return grant;
  }

  /** Gets a lock, waiting for it; an interrupt stays pending, and loses no place in the queue. */
  Grant obtain(LockRules.Request request, Deadline deadline) {
    try {
      return obtain(request, deadline, false);
    } catch (InterruptedException e) {
      throw new IllegalStateException("a wait without interrupts was interrupted", e);
    }
  }

  /** Gets a lock, waiting for it, unless an interrupt ends the wait. */
  Grant obtainInterruptibly(LockRules.Request request, Deadline deadline)
      throws InterruptedException {
    return obtain(request, deadline, true);
  }

  private Grant obtain(LockRules.Request request, Deadline deadline, boolean interruptible)
      throws InterruptedException {
    Pending pending = new Pending(request);
    Records.Asking asking = records.ask(request);
    watch.expect(pending);
    try {
      Grant grant = ask(pending, deadline);
      if (grant == null) {
        grant = await(pending, deadline, interruptible);
      }
      settle(request, grant, deadline);
      pending.queued().set(false);
      asking.granted(grant);
      return grant;
    } catch (LockTimeoutException | DeadlockException e) {
      asking.failed(e);
      throw e;
    } finally {
      watch.forget(pending);
      retractIfQueued(pending);
    }
  }

  /** Notes that a request is made for which no thread waits. */
  Records.Asking asks(LockRules.Request request) {
    return records.ask(request);
  }

  /** Has a request withdrawn, and its grant released, if either may be left of it. */
  void retractIfQueued(Pending pending) {
    if (pending.queued().getAndSet(false)) {
      watch.retract(LockWatch.Leftover.of(pending.request()));
    }
  }

  /**
   * Waits for the writes that a former holder has begun under a lease that has ended: its token was
   * good when they began, and what they write is to be read by the new holder.
   */
  void settle(LockRules.Request request, Grant grant, Deadline deadline) {
    if (!grant.afterLease()) {
      return;
    }
    boolean settled = false;
    try {
      book.awaitWrites(turn(deadline));
      settled = true;
    } catch (WriteTimeoutException e) {
      throw new LockTimeoutException(
          "the lease of the lock %s has ended, but perhaps not the write that its holder had begun; wait longer: %s"
              .formatted(request.key(), e.getMessage()));
    } finally {
      if (!settled) {
        watch.retract(LockWatch.Leftover.of(request));
      }
    }
  }

  /** Returns how long a step may wait for its turn. */
  static Duration turn(Deadline deadline) {
    Duration left = deadline.left();
    if (left.compareTo(SHORTEST_TURN) < 0) {
      return SHORTEST_TURN;
    }
    return left.compareTo(LockBook.TURN) < 0 ? left : LockBook.TURN;
  }

  /**
   * Makes a request.
   *
   * @return null if it waits
   */
  @Nullable Grant ask(Pending pending, Deadline deadline) {
    while (true) {
      LockRules.Answer answer = first(pending, deadline);
      if (answer.grant() != null) {
        return answer.grant();
      }
      if (!refused(pending, answer)) {
        watchOver(pending, answer);
        return null;
      }
    }
  }

  private LockRules.Answer first(Pending pending, Deadline deadline) {
    pending.queued().set(true);
    try {
      return book.change(rules -> rules.request(pending.request()), turn(deadline));
    } catch (WriteTimeoutException e) {
      pending.queued().set(false); // it is never applied
      throw notAskedFor(pending, e);
    }
  }

  static LockTimeoutException notAskedFor(Pending pending, WriteTimeoutException e) {
    return new LockTimeoutException(
        "the lock %s could not even be asked for in time: %s"
            .formatted(pending.request().key(), e.getMessage()));
  }

  /**
   * Tells whether a request is to be made again: it would have completed a deadlock, but of parties
   * some of whom are dead.
   */
  boolean refused(Pending pending, LockRules.Answer answer) {
    if (answer.cycle().isEmpty()) {
      return false;
    }
    pending.queued().set(false);
    boolean dead = false;
    for (LockRules.Link link : answer.cycle()) {
      dead |= watch.dropDead(link.key(), link.row());
    }
    if (!dead) {
      throw new DeadlockException(LockText.deadlock(answer.cycle()));
    }
    return true;
  }

  void watchOver(Pending pending, LockRules.Answer answer) {
    boolean unused = watch.dropDead(pending.request().key(), answer.row());
    watch.wake();
  }

  private Grant await(Pending pending, Deadline deadline, boolean interruptible)
      throws InterruptedException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return pending.granted().get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
          if (interruptible) {
            Grant grant = withdraw(pending);
            if (grant != null) {
              return grant;
            }
            interrupted = false;
            throw e;
          }
        } catch (TimeoutException e) {
          LockRow row = book.row(pending.request().key());
          Grant grant = withdraw(pending);
          if (grant == null) {
            throw new LockTimeoutException(LockText.timeout(pending.request(), row));
          }
          return grant;
        } catch (ExecutionException e) {
          throw e.getCause() instanceof RuntimeException failure
              ? failure
              : new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Withdraws a request; its grant if that was faster. */
  private @Nullable Grant withdraw(Pending pending) {
    LockRules.Request request = pending.request();
    LockRules.Step step;
    try {
      step =
          book.change(
              rules -> rules.withdraw(request.key(), request.party(), request.number()),
              SHORTEST_TURN);
    } catch (WriteTimeoutException e) {
      return null; // it is still queued, and so retracted by the watch
    }
    watch.served(step.granted());
    pending.queued().set(step.own() != null);
    return step.own();
  }
}
