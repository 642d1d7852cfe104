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
import java.util.function.Function;
import java.util.function.LongSupplier;
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
  /** The time that a request takes which does not wait for others, however long its steps wait. */
  private static final Duration LONGEST_TRY = Duration.ofSeconds(1);

  /**
   * The time after which a deadlock is looked for once more. A request that its process is about to
   * withdraw, since its time is over, looks like one that waits. It stands in line for its
   * withdrawal by the end of this time, even if the first try of that had no turn.
   */
  private static final long CONFIRM_NANOS = Turns.SHORTEST.plusMillis(10).toNanos();

  private static final Logger LOG = LoggerFactory.getLogger(LockRequests.class);

  private final LockBook book;
  private final LockWatch watch;
  private final Records records;
  private final LongSupplier numbers;

  /**
   * Creates the requests of a desk.
   *
   * @param numbers gives a number to a request that is made anew
   */
  LockRequests(LockBook book, LockWatch watch, Records records, LongSupplier numbers) {
    this.book = book;
    this.watch = watch;
    this.records = records;
    this.numbers = numbers;
  }

  /**
   * Asks for a lock without waiting for it; null if others have it, or if that is not known, or
   * what a former holder writes is not there, within a second.
   *
   * @param holding begins to hold what is granted
   */
  @Nullable Held askOnce(LockRules.Request request, Function<Grant, Held> holding) {
    Records.Asking asking = records.ask(request);
    Deadline soon = Deadline.in(LONGEST_TRY);
    try {
      LockRules.Answer answer = change(request, Turns.turn(soon));
      if (answer.grant() == null && watch.dropDead(request.key(), answer.row(), Turns.turn(soon))) {
        answer = change(request, Turns.turn(soon));
      }
      if (answer.grant() == null) {
        return null;
      }
      Held held = holding.apply(answer.grant());
      if (!settle(held, soon)) {
        return null; // others have it again
      }
      asking.granted(held.grant());
      return held;
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

  /**
   * Gets a lock, waiting for it; an interrupt stays pending, and loses no place in the queue.
   *
   * @param holding begins to hold what is granted
   */
  Held obtain(LockRules.Request request, Function<Grant, Held> holding, Deadline deadline) {
    return Turns.withoutInterrupts(() -> obtain(request, holding, deadline, false));
  }

  /**
   * Gets a lock, waiting for it, unless an interrupt ends the wait.
   *
   * @param holding begins to hold what is granted
   */
  Held obtainInterruptibly(
      LockRules.Request request, Function<Grant, Held> holding, Deadline deadline)
      throws InterruptedException {
    return obtain(request, holding, deadline, true);
  }

  private Held obtain(
      LockRules.Request first,
      Function<Grant, Held> holding,
      Deadline deadline,
      boolean interruptible)
      throws InterruptedException {
    Records.Asking asking = records.ask(first);
    try {
      LockRules.Request request = first;
      Held held = obtainOnce(request, holding, deadline, interruptible);
      while (held == null) {
        request = again(request);
        held = obtainOnce(request, holding, deadline, interruptible);
      }
      asking.granted(held.grant());
      return held;
    } catch (LockTimeoutException | DeadlockException e) {
      asking.failed(e);
      throw e;
    }
  }

  /**
   * Returns a request to be made anew. It has a number of its own: what others have read of the
   * grant that was lost is no answer to it.
   */
  LockRules.Request again(LockRules.Request lost) {
    return lost.again(numbers.getAsLong());
  }

  /** Gets a lock, waiting for it; null if its lease ended before its caller could have it. */
  private @Nullable Held obtainOnce(
      LockRules.Request request,
      Function<Grant, Held> holding,
      Deadline deadline,
      boolean interruptible)
      throws InterruptedException {
    Pending pending = new Pending(request);
    watch.expect(pending);
    try {
      Grant grant = ask(pending, deadline, interruptible);
      if (grant == null) {
        grant = await(pending, deadline, interruptible);
      }
      Held held = holding.apply(grant);
      boolean settled = settle(held, deadline, interruptible);
      pending.queued().set(false);
      return settled ? held : null;
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
   * good when they began, and what they write is to be read by the new holder. The new holder's own
   * lease begins anew after that.
   *
   * @return false if that lease has ended meanwhile, so that others may have the lock
   */
  boolean settle(Held held, Deadline deadline) {
    return Turns.withoutInterrupts(() -> settle(held, deadline, false));
  }

  private boolean settle(Held held, Deadline deadline, boolean interruptible)
      throws InterruptedException {
    if (!held.grant().afterLease()) {
      return true;
    }
    boolean settled = false;
    try {
      boolean unused =
          Turns.inTime(
              turn -> {
                book.awaitWrites(turn);
                return true;
              },
              deadline,
              interruptible);
      settled =
          held.leaseMillis() == 0
              || Turns.inTime(turn -> renew(held, turn), deadline, interruptible);
    } catch (WriteTimeoutException e) {
      throw new LockTimeoutException(
          "the lease of the lock %s has ended, but perhaps not the write that its holder had begun; wait longer: %s"
              .formatted(held.key(), e.getMessage()));
    } finally {
      if (!settled) {
        held.setGiven(); // nobody renews it any more
        watch.retract(LockWatch.Leftover.of(held));
      }
    }
    return settled;
  }

  private boolean renew(Held held, Duration turn) {
    return book.change(rules -> rules.renew(held.key(), held.token()), turn).own() != null;
  }

  /**
   * Makes a request.
   *
   * @return null if it waits
   */
  @Nullable Grant ask(Pending pending, Deadline deadline) {
    return Turns.withoutInterrupts(() -> Optional.ofNullable(ask(pending, deadline, false)))
        .orElse(null);
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
        Turns.pause(CONFIRM_NANOS, interruptible);
      }
    }
  }

  private LockRules.Answer first(Pending pending, Deadline deadline, boolean interruptible)
      throws InterruptedException {
    pending.queued().set(true);
    try {
      return Turns.inTime(turn -> change(pending.request(), turn), deadline, interruptible);
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
        dead |= Turns.inTime(turn -> watch.dropDead(link.key(), link.row(), turn), deadline, false);
      }
    } catch (WriteTimeoutException e) {
      throw notAskedFor(pending, e);
    }
    return dead;
  }

  /** Has a request served that waits: at once, if those before it are dead. */
  void watchOver(Pending pending, LockRules.Answer answer) {
    try {
      boolean unused = watch.dropDead(pending.request().key(), answer.row(), Turns.SHORTEST);
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
              Turns.SHORTEST);
    } catch (WriteTimeoutException e) {
      return null; // it is still queued, and so retracted by the watch
    }
    watch.served(step.granted());
    pending.queued().set(step.own() != null);
    return step.own();
  }
}
