package dev.cairn.internal.locks;

import dev.cairn.LockUpgradeException;
import dev.cairn.StaleTokenException;
import dev.cairn.WriteTimeoutException;
import dev.cairn.internal.locks.rules.Grant;
import dev.cairn.internal.locks.rules.LockKey;
import dev.cairn.internal.locks.rules.LockRow;
import dev.cairn.internal.locks.rules.LockRules;
import dev.cairn.internal.locks.rules.Party;
import dev.cairn.internal.locks.rules.Terms;
import dev.cairn.values.Deadline;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks for locks and releases them on behalf of the threads of this process. */
public final class LockDesk implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LockDesk.class);

  private final LockBook book;
  private final LockWatch watch;
  private final LockRequests requests;
  private final Records records;
  private final Renewals renewals;

  /** The locks that threads of this process hold; each thread changes its own alone. */
  private final Map<OfThread, Held> held = new ConcurrentHashMap<>();

  /** The last number of a request, or of a party that is no thread. */
  private final AtomicLong last = new AtomicLong();

  private record OfThread(LockKey key, long thread) {}

  /**
   * Creates the desk.
   *
   * @param records is told what happens
   * @param timer renews leases
   */
  LockDesk(LockBook book, Records records, ScheduledExecutorService timer) {
    this.book = book;
    this.records = records;
    this.watch = new LockWatch(book);
    this.requests = new LockRequests(book, watch, records, last::incrementAndGet);
    this.renewals = new Renewals(book, timer);
  }

  private static Party current(LockBook book) {
    Thread thread = Thread.currentThread();
    return book.party(thread.getId(), thread.getName());
  }

  /** Takes a lock for the calling thread; null if others have it. */
  public @Nullable Held tryTake(LockKey key, Terms terms) {
    Held mine = again(key, terms);
    if (mine != null) {
      return mine;
    }
    Held taken =
        requests.askOnce(
            request(key, current(book), terms, false),
            grant -> hold(key, grant, Thread.currentThread(), terms));
    return taken == null ? null : keep(taken);
  }

  /** Returns a party for what belongs to no thread. */
  private Party nobody() {
    return book.party(-last.incrementAndGet(), Thread.currentThread().getName());
  }

  /** Takes a lock for the calling thread, waiting for it; an interrupt stays pending. */
  public Held take(LockKey key, Terms terms, Deadline deadline) {
    Held mine = again(key, terms);
    return mine != null
        ? mine
        : keep(
            requests.obtain(
                request(key, current(book), terms, true),
                grant -> hold(key, grant, Thread.currentThread(), terms),
                deadline));
  }

  /** Takes a permit, which any thread may give back; an interrupt stays pending. */
  public Held takePermit(LockKey key, Terms terms, Deadline deadline) {
    book.refuseInWrite();
    return requests.obtain(
        request(key, nobody(), terms, true), grant -> hold(key, grant, null, terms), deadline);
  }

  /** Takes a permit if there is one; null if there is none. */
  public @Nullable Held tryTakePermit(LockKey key, Terms terms) {
    book.refuseInWrite();
    return requests.askOnce(
        request(key, nobody(), terms, false), grant -> hold(key, grant, null, terms));
  }

  /** Takes a lock for the calling thread, waiting for it. */
  public Held takeInterruptibly(LockKey key, Terms terms, Deadline deadline)
      throws InterruptedException {
    Held mine = again(key, terms);
    if (mine != null) {
      return mine;
    }
    return keep(
        requests.obtainInterruptibly(
            request(key, current(book), terms, true),
            grant -> hold(key, grant, Thread.currentThread(), terms),
            deadline));
  }

  private LockRules.Request request(LockKey key, Party party, Terms terms, boolean waits) {
    return new LockRules.Request(
        key,
        party,
        last.incrementAndGet(),
        terms.most(),
        terms.priority(),
        terms.leaseMillis(),
        waits);
  }

  /** Has a lock released that could not be given to its caller. */
  public void retract(Held held) {
    held.setGiven();
    records.released(held);
    watch.retract(LockWatch.Leftover.of(held));
  }

  /** Takes a lock once more that the calling thread has; null if it does not have it. */
  private @Nullable Held again(LockKey key, Terms terms) {
    book.refuseInWrite();
    Held mine = held.get(new OfThread(key, Thread.currentThread().getId()));
    if (mine == null) {
      return null;
    }
    if (terms.exclusive() && mine.writes == 0) {
      throw new LockUpgradeException(
          "%s holds the lock %s for reading and asks for it for writing, for which it would wait for itself; release it first, or take it for writing at once"
              .formatted(mine.party(), key));
    }
    if (terms.leaseMillis() != 0
        && (terms.leaseMillis() != mine.leaseMillis()
            || terms.renewMillis() > mine.renewMillis())) {
      throw new IllegalStateException(
          "%s holds the lock %s already, with a lease of %d ms (0 for none) that is renewed for %d ms, and asks for one of %d ms that is renewed for %d ms; a lease begins with the grant, so ask for it there"
              .formatted(
                  mine.party(),
                  key,
                  mine.leaseMillis(),
                  mine.renewMillis(),
                  terms.leaseMillis(),
                  terms.renewMillis()));
    }
    if (mine.leaseMillis() != 0 && !holds(key, mine.token())) {
      held.remove(new OfThread(key, mine.party().number()), mine);
      throw new StaleTokenException(
          "the lease with which %s held the lock %s has ended, and it is held by %s; take it again, and read again what it guards"
              .formatted(mine.party(), key, LockText.holders(book.row(key))));
    }
    mine.take(terms.exclusive());
    return mine;
  }

  /**
   * Begins to hold a lock that was granted. Its lease is renewed from now on, not only once its
   * caller has it, who may have to wait for a write of a former holder before.
   */
  Held hold(LockKey key, Grant grant, @Nullable Thread thread, Terms terms) {
    Held mine = new Held(key, grant, thread, terms.renewMillis());
    renewals.begin(mine);
    return mine;
  }

  private Held keep(Held mine) {
    held.put(new OfThread(mine.key(), mine.party().number()), mine);
    return mine;
  }

  /**
   * Takes a lock for nobody in particular: whoever has the result may release it.
   *
   * @return completes with the lock, or with what {@link #take} throws; if it is cancelled, the
   *     request is withdrawn
   */
  public CompletableFuture<Held> takeLater(LockKey key, Terms terms, Deadline deadline) {
    book.refuseInWrite();
    Party party = nobody();
    LaterRequest later =
        new LaterRequest(this, requests, request(key, party, terms, true), terms, deadline);
    return later.begin();
  }

  /**
   * Gives back one taking of a lock; the last one releases it. If that has no turn in time, the
   * watch releases it as soon as it can.
   *
   * @throws IllegalMonitorStateException if the calling thread does not hold it in this way
   */
  public void give(Held mine, boolean exclusive) {
    if (mine.ofThread() && mine.party().number() != Thread.currentThread().getId()) {
      throw new IllegalMonitorStateException(
          "the lock %s is held by %s; the thread that took a lock releases it"
              .formatted(mine.key(), mine.party()));
    }
    if ((exclusive ? mine.writes : mine.reads) == 0) {
      throw notHeld(mine.key(), exclusive);
    }
    boolean given = false;
    Held.Left left = mine.give(exclusive);
    try {
      if (left != Held.Left.ALL) {
        changed(
            book.change(
                rules ->
                    left == Held.Left.NOTHING
                        ? rules.release(mine.key(), mine.token())
                        : rules.share(mine.key(), mine.token())));
      }
      given = true;
    } catch (WriteTimeoutException e) {
      if (left != Held.Left.NOTHING) {
        throw e;
      }
      given = true;
      LOG.debug("the lock {} is released later, since this has no turn in time", mine.key(), e);
      watch.retract(LockWatch.Leftover.of(mine));
    } finally {
      if (!given) {
        mine.take(exclusive); // so that the caller can try again
      }
    }
    if (left == Held.Left.NOTHING) {
      mine.setGiven();
      if (mine.ofThread()) {
        held.remove(new OfThread(mine.key(), mine.party().number()), mine);
      }
      records.released(mine);
    }
  }

  /** Gives back one taking of a lock by the calling thread. */
  public void give(LockKey key, boolean exclusive) {
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

  /** Returns what this process has recorded of these locks. */
  public Records records() {
    return records;
  }

  /** Returns the state of a lock. */
  public LockRow row(LockKey key) {
    return book.row(key);
  }

  /** Returns the state of each lock of a namespace that somebody holds or waits for. */
  public Map<LockKey, LockRow> rows(String namespace) {
    return book.rows(namespace);
  }

  /** Tells whether a party can still release what it holds. */
  public boolean alive(Party party) {
    return book.alive(party.process());
  }

  LockWatch watch() {
    return watch;
  }

  /** Tells whether a lock is held under a token. */
  public boolean holds(LockKey key, long token) {
    return book.row(key).grantWith(token) != null;
  }

  /** Tells whether a lock is still held as it was granted. */
  public boolean holds(Held mine) {
    return holds(mine.key(), mine.token());
  }

  /** Renews the lease of a lock; false if it is not held as it was granted any more. */
  public boolean renew(Held mine) {
    return renewals.renew(mine);
  }

  @Override
  public void close() {
    watch.close();
  }
}
