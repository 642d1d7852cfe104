package dev.cairn.internal.locks;

import dev.cairn.DeadlockException;
import dev.cairn.LockTimeoutException;
import dev.cairn.WriteTimeoutException;
import dev.cairn.internal.locks.rules.Grant;
import dev.cairn.internal.locks.rules.LockRow;
import dev.cairn.internal.locks.rules.LockRules;
import dev.cairn.values.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  /** The time that a request takes which does not wait for others, however long its steps wait. */
  private static final Duration LONGEST_TRY = Duration.ofSeconds(1);

  /**
   * The time after which a deadlock is looked for once more. A request that its process is about to
   * withdraw, since its time is over, looks like one that waits.
   */
  private static final long CONFIRM_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final Logger LOG = LoggerFactory.getLogger(LockRequests.class);

  private final LockBook book;
  private final LockWatch watch;
  private final Records records;

  LockRequests(LockBook book, LockWatch watch, Records records) {
    this.book = book;
    this.watch = watch;
    this.records = records;
  }

  /**
   * Asks for a lock without waiting for it; null if others have it, or if that is not known, or
   * what a former holder writes is not there, within a second.
   */
  @Nullable Grant askOnce(LockRules.Request request) {
    Records.Asking asking = records.ask(request);
    Deadline soon = Deadline.in(LONGEST_TRY);
    try {
      LockRules.Answer answer = change(request, turn(soon));
      if (answer.grant() == null && watch.dropDead(request.key(), answer.row(), turn(soon))) {
        answer = change(request, turn(soon));
      }
      Grant grant = answer.grant();
      if (grant != null) {
        settle(request, grant, soon);
        asking.granted(grant);
      }
      return grant;
    } catch (WriteTimeoutException | LockTimeoutException e) {
      LOG.debug("the lock {} cannot be had at once", request.key(), e);
      return null;
    }
  }

  private LockRules.Answer change(LockRules.Request request, Duration turn) {
    LockRules.Answer answer = book.change(rules -> rules.request(request), turn);
    watch.served(answer.granted());
    return answer;
  }

  /** Gets a lock, waiting for it; an interrupt stays pending, and loses no place in the queue. */
  Grant obtain(LockRules.Request request, Deadline deadline) {
    return withoutInterrupts(() -> obtain(request, deadline, false));
  }

  /** A call that an interrupt may end. */
  private interface Interruptible<R> {
    R call() throws InterruptedException;
  }

  private static <R> R withoutInterrupts(Interruptible<R> call) {
    try {
      return call.call();
    } catch (InterruptedException e) {
      throw new IllegalStateException("a wait without interrupts was interrupted", e);
    }
  }

  /**
   * Takes a step whose turn may be late. It is tried again and again until the deadline; an
   * interrupt ends that between two tries.
   */
  private static <R> R inTime(Function<Duration, R> step, Deadline deadline, boolean interruptible)
      throws InterruptedException {
    while (true) {
      try {
        return step.apply(turn(deadline));
      } catch (WriteTimeoutException e) {
        if (deadline.hasPassed()) {
          throw e;
        }
        if (interruptible && Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
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
      Grant grant = ask(pending, deadline, interruptible);
      if (grant == null) {
        grant = await(pending, deadline, interruptible);
      }
      settle(request, grant, deadline, interruptible);
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
    boolean unused =
        withoutInterrupts(
            () -> {
              settle(request, grant, deadline, false);
              return true;
            });
  }

  private void settle(
      LockRules.Request request, Grant grant, Deadline deadline, boolean interruptible)
      throws InterruptedException {
    if (!grant.afterLease()) {
      return;
    }
    boolean settled = false;
    try {
      settled =
          inTime(
              turn -> {
                book.awaitWrites(turn);
                return true;
              },
              deadline,
              interruptible);
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

  /** Returns how long a step may wait for its turn before it is tried again or given up. */
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
    return withoutInterrupts(() -> Optional.ofNullable(ask(pending, deadline, false))).orElse(null);
  }

  private @Nullable Grant ask(Pending pending, Deadline deadline, boolean interruptible)
      throws InterruptedException {
    boolean confirmed = false;
    while (true) {
      LockRules.Answer answer = first(pending, deadline, interruptible);
      if (answer.grant() != null) {
        return answer.grant();
      }
      if (answer.cycle().isEmpty()) {
        watchOver(pending, answer);
        return null;
      }
      pending.queued().set(false); // it was refused
      if (!dropDead(pending, answer.cycle(), deadline)) {
        if (confirmed) {
          throw new DeadlockException(LockText.deadlock(answer.cycle()));
        }
        confirmed = true;
        LockSupport.parkNanos(this, CONFIRM_NANOS);
      }
    }
  }

  private LockRules.Answer first(Pending pending, Deadline deadline, boolean interruptible)
      throws InterruptedException {
    pending.queued().set(true);
    try {
      return inTime(turn -> change(pending.request(), turn), deadline, interruptible);
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

  /** Takes the dead out of a deadlock; false if all of its parties live. */
  private boolean dropDead(Pending pending, List<LockRules.Link> cycle, Deadline deadline)
      throws InterruptedException {
    boolean dead = false;
    try {
      for (LockRules.Link link : cycle) {
        dead |= inTime(turn -> watch.dropDead(link.key(), link.row(), turn), deadline, false);
      }
    } catch (WriteTimeoutException e) {
      throw notAskedFor(pending, e);
    }
    return dead;
  }

  /** Has a request served that waits: at once, if those before it are dead. */
  void watchOver(Pending pending, LockRules.Answer answer) {
    try {
      boolean unused = watch.dropDead(pending.request().key(), answer.row(), SHORTEST_TURN);
    } catch (WriteTimeoutException e) {
      LOG.debug("the watch takes the lock {} from the dead", pending.request().key(), e);
    }
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
