package dev.cairn.locks;

import dev.cairn.DeadlockException;
import dev.cairn.LockTimeoutException;
import dev.cairn.LockUpgradeException;
import dev.cairn.values.Deadline;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Asks for locks and releases them on behalf of the threads of this process. */
final class LockDesk implements AutoCloseable {
  private final LockBook book;
  private final LockWatch watch;

  /** The locks that threads of this process hold; each thread changes its own alone. */
  private final Map<OfThread, Held> held = new ConcurrentHashMap<>();

  private final AtomicLong requests = new AtomicLong();

  private record OfThread(LockKey key, long thread) {}

  LockDesk(LockBook book) {
    this.book = book;
    this.watch = new LockWatch(book);
  }

  private static Party current(LockBook book) {
    Thread thread = Thread.currentThread();
    return book.party(thread.getId(), thread.getName());
  }

  /** Takes a lock for the calling thread; null if others have it. */
  @Nullable Held tryTake(LockKey key, Terms terms) {
    Held mine = again(key, terms);
    if (mine != null) {
      return mine;
    }
    Grant grant = askOnce(request(key, current(book), terms, false));
    return grant == null ? null : keep(key, grant);
  }

  private @Nullable Grant askOnce(LockRules.Request request) {
    LockRules.Answer answer = book.change(rules -> rules.request(request));
    if (answer.grant() == null && watch.dropDead(request.key(), answer.row())) {
      answer = book.change(rules -> rules.request(request));
    }
    return answer.grant();
  }

  /** Returns a party for what belongs to no thread. */
  private Party nobody() {
    return book.party(-requests.incrementAndGet(), Thread.currentThread().getName());
  }

  /** Takes a lock for the calling thread, waiting for it; an interrupt stays pending. */
  Held take(LockKey key, Terms terms, Deadline deadline) {
    return uninterrupted(() -> takeInterruptibly(key, terms, deadline));
  }

  /** Takes a permit, which any thread may give back; an interrupt stays pending. */
  Held takePermit(LockKey key, Terms terms, Deadline deadline) {
    return uninterrupted(() -> new Held(key, obtain(key, nobody(), terms, deadline), false));
  }

  /** Takes a permit if there is one; null if there is none. */
  @Nullable Held tryTakePermit(LockKey key, Terms terms) {
    Grant grant = askOnce(request(key, nobody(), terms, false));
    return grant == null ? null : new Held(key, grant, false);
  }

  /** A wait for a lock, which an interrupt ends. */
  private interface Waiting {
    Held await() throws InterruptedException;
  }

  private static Held uninterrupted(Waiting waiting) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return waiting.await();
        } catch (InterruptedException e) {
          interrupted = true; // it has lost its place in the queue
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Takes a lock for the calling thread, waiting for it. */
  Held takeInterruptibly(LockKey key, Terms terms, Deadline deadline) throws InterruptedException {
    Held mine = again(key, terms);
    if (mine != null) {
      return mine;
    }
    return keep(key, obtain(key, current(book), terms, deadline));
  }

  private Grant obtain(LockKey key, Party party, Terms terms, Deadline deadline)
      throws InterruptedException {
    Pending pending = new Pending(request(key, party, terms, true));
    watch.expect(pending);
    try {
      Grant grant = ask(pending);
      return grant != null ? grant : await(pending, deadline);
    } finally {
      watch.forget(pending);
    }
  }

  private LockRules.Request request(LockKey key, Party party, Terms terms, boolean waits) {
    return new LockRules.Request(
        key,
        party,
        requests.incrementAndGet(),
        terms.most(),
        terms.priority(),
        terms.leaseMillis(),
        waits);
  }

  /** Takes a lock once more that the calling thread has; null if it does not have it. */
  private @Nullable Held again(LockKey key, Terms terms) {
    Held mine = held.get(new OfThread(key, Thread.currentThread().getId()));
    if (mine == null) {
      return null;
    }
    if (terms.exclusive() && mine.writes == 0) {
      throw new LockUpgradeException(
          "%s holds the lock %s for reading and asks for it for writing, for which it would wait for itself; release it first, or take it for writing at once"
              .formatted(mine.party, key));
    }
    mine.take(terms.exclusive());
    return mine;
  }

  private Held keep(LockKey key, Grant grant) {
    Held mine = new Held(key, grant, true);
    held.put(new OfThread(key, grant.party().number()), mine);
    return mine;
  }

  /**
   * Makes a request.
   *
   * @return null if it waits
   */
  @Nullable Grant ask(Pending pending) {
    while (true) {
      LockRules.Answer answer = book.change(rules -> rules.request(pending.request()));
      if (answer.grant() != null) {
        return answer.grant();
      }
      if (refused(answer)) {
        continue;
      }
      watchOver(pending, answer);
      return null;
    }
  }

  /**
   * Tells whether a request is to be made again: it would have completed a deadlock, but of parties
   * some of whom are dead.
   */
  boolean refused(LockRules.Answer answer) {
    if (answer.cycle().isEmpty()) {
      return false;
    }
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

  private Grant await(Pending pending, Deadline deadline) throws InterruptedException {
    try {
      return pending.granted().get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Grant grant = withdraw(pending);
      if (grant == null) {
        throw e;
      }
      Thread.currentThread().interrupt();
      return grant;
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

  private @Nullable Grant withdraw(Pending pending) {
    LockRules.Request request = pending.request();
    LockRules.Step step = book.change(rules -> rules.withdraw(request.key(), request.party()));
    watch.served(step.granted());
    return step.own();
  }

  /**
   * Takes a lock for nobody in particular: whoever has the result may release it.
   *
   * @return completes with the lock, or with what {@link #take} throws; if it is cancelled, the
   *     request is withdrawn
   */
  CompletableFuture<Held> takeLater(LockKey key, Terms terms, Deadline deadline) {
    Party party = nobody();
    LaterRequest later = new LaterRequest(this, request(key, party, terms, true), deadline);
    return later.begin();
  }

  /**
   * Gives back one taking of a lock; the last one releases it.
   *
   * @throws IllegalMonitorStateException if the calling thread does not hold it in this way
   */
  void give(Held mine, boolean exclusive) {
    if (mine.ofThread && mine.party.number() != Thread.currentThread().getId()) {
      throw new IllegalMonitorStateException(
          "the lock %s is held by %s; the thread that took a lock releases it"
              .formatted(mine.key, mine.party));
    }
    if ((exclusive ? mine.writes : mine.reads) == 0) {
      throw notHeld(mine.key, exclusive);
    }
    boolean given = false;
    Held.Left left = mine.give(exclusive);
    try {
      if (left != Held.Left.ALL) {
        changed(
            book.change(
                rules ->
                    left == Held.Left.NOTHING
                        ? rules.release(mine.key, mine.party)
                        : rules.share(mine.key, mine.party)));
      }
      given = true;
    } finally {
      if (!given) {
        mine.take(exclusive); // so that the caller can try again
      }
    }
    if (left == Held.Left.NOTHING && mine.ofThread) {
      held.remove(new OfThread(mine.key, mine.party.number()), mine);
    }
  }

  /** Gives back one taking of a lock by the calling thread. */
  void give(LockKey key, boolean exclusive) {
    Held mine = held.get(new OfThread(key, Thread.currentThread().getId()));
    if (mine == null) {
      throw notHeld(key, exclusive);
    }
    give(mine, exclusive);
  }

  private static IllegalMonitorStateException notHeld(LockKey key, boolean exclusive) {
    return new IllegalMonitorStateException(
        "thread '%s' does not hold the lock %s for %s; take it before releasing it"
            .formatted(Thread.currentThread().getName(), key, exclusive ? "writing" : "reading"));
  }

  /** Tells those of this process whom a step has given a lock. */
  void changed(LockRules.Step step) {
    watch.served(step.granted());
  }

  LockBook book() {
    return book;
  }

  LockWatch watch() {
    return watch;
  }

  /** Tells whether a lock is held under a token. */
  boolean holds(LockKey key, long token) {
    return book.row(key).grantWith(token) != null;
  }

  /** Renews the lease of a lock; false if it is not held under the token any more. */
  boolean renew(LockKey key, long token) {
    return book.change(rules -> rules.renew(key, token)).own() != null;
  }

  @Override
  public void close() {
    watch.close();
  }
}
