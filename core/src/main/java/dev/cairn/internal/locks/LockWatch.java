package dev.cairn.internal.locks;

import dev.cairn.StoreClosedException;
import dev.cairn.WriteTimeoutException;
import dev.cairn.internal.engine.VersionListener;
import dev.cairn.internal.locks.rules.Grant;
import dev.cairn.internal.locks.rules.LockKey;
import dev.cairn.internal.locks.rules.LockRow;
import dev.cairn.internal.locks.rules.LockRules;
import dev.cairn.internal.locks.rules.Party;
import dev.cairn.internal.machine.ProcessId;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watch that all requests of this process share while they wait: it notices grants that other
 * processes made, holders that have died, and leases that were not renewed.
 *
 * <p>Grants are noticed by a listener of commits, the rest by a thread that looks ten times a
 * second, and not at all while no request waits.
 */
final class LockWatch implements AutoCloseable, Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(LockWatch.class);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** Where each look fails, the time between two is doubled as often as this: to 1.6 s. */
  private static final int MOST_DOUBLINGS = 4;

  /** To begin to listen costs a thread, so it does not end after each request. */
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** The wait for a step's turn, after which somebody else's is tried. */
  private static final Duration SHORT_TURN = Duration.ofSeconds(1);

  private final LockBook book;

  /**
   * The requests by their numbers. A party is not enough: in a row that was read a moment ago it
   * may still have what it has released since.
   */
  private final Map<Long, Pending> pending = new ConcurrentHashMap<>();

  /** Requests that are still to be withdrawn, since their own threads could not. */
  private final Set<Leftover> leftovers = ConcurrentHashMap.newKeySet();

  /** The locks waited for, as they were at a version; the thread's own. */
  private Map<LockKey, LockRow> seen = Map.of();

  private long seenVersion = -1;

  /** The leases seen, by their tokens; the thread's own. */
  private final Map<Long, SeenLease> leases = new HashMap<>();

  /** The cause of the last failure, until a look succeeds; null if there is none. */
  private @Nullable String failure;

  /** The looks that have failed since one succeeded; the thread's own, as that is. */
  private int failures;

  private final Thread thread;
  private volatile boolean listening;
  private volatile boolean closed;

  /** A lease as it was seen first, and last: it has ended if it is the same after its time. */
  private record SeenLease(long renewals, long first, long last) {}

  /**
   * A request for a lock that nobody waits for any more, but which may still stand in the queue, or
   * have been granted.
   *
   * @param key the lock
   * @param party the party that made the request
   * @param request the number of the request in this process
   */
  record Leftover(LockKey key, Party party, long request) {

    static Leftover of(LockRules.Request request) {
      return new Leftover(request.key(), request.party(), request.number());
    }

    static Leftover of(Held held) {
      return new Leftover(held.key(), held.party(), held.request());
    }
  }

  LockWatch(LockBook book) {
    this.book = book;
    this.thread = new Thread(this, "cairn-locks");
    thread.setDaemon(true);
    thread.start();
  }

  /** Has a request watched; call before it is made. */
  void expect(Pending request) {
    pending.put(request.request().number(), request);
    if (closed) {
      failAll();
    }
  }

  /** Has the thread look after a request that waits. */
  void wake() {
    if (!listening) {
      LockSupport.unpark(thread);
    }
  }

  /** Has a request withdrawn, or its grant released, as soon as that is possible. */
  void retract(Leftover leftover) {
    leftovers.add(leftover);
    LockSupport.unpark(thread);
  }

  private boolean idle() {
    return pending.isEmpty() && leftovers.isEmpty();
  }

  private void retractAll() {
    for (Leftover leftover : List.copyOf(leftovers)) {
      LockRules.Step step =
          book.change(
              rules -> rules.retract(leftover.key(), leftover.party(), leftover.request()),
              SHORT_TURN);
      leftovers.remove(leftover);
      served(step.granted());
    }
  }

  /** Ends the watching of a request. */
  void forget(Pending request) {
    pending.remove(request.request().number(), request);
  }

  /** Tells those of this process who were granted a lock. */
  void served(List<Grant> grants) {
    for (Grant grant : grants) {
      Pending request = pending.get(grant.request());
      if (request != null && request.request().party().is(grant.party())) {
        pending.remove(grant.request());
        boolean unused = request.granted().complete(grant);
      }
    }
  }

  @Override
  public void run() {
    while (!closed) {
      if (!idle()) {
        listenAndLook();
      } else {
        LockSupport.park(this);
        boolean unused = Thread.interrupted(); // a pending one would let no thread park
      }
    }
    failAll();
  }

  /** Works until no request has waited for a while. */
  private void listenAndLook() {
    VersionListener listener = this::notice;
    listening = true;
    try {
      listen(listener);
      try {
        long lastSeen = System.nanoTime();
        while (!closed && System.nanoTime() - lastSeen < IDLE_NANOS) {
          if (!idle()) {
            lastSeen = System.nanoTime();
            look();
          }
          pause();
          boolean unused = Thread.interrupted();
        }
      } finally {
        book.endListening(listener);
      }
    } catch (StoreClosedException e) {
      closed = true;
    } catch (RuntimeException | Error e) {
      failed(e);
      pause();
    } finally {
      listening = false; // before the requests are looked at once more
    }
    leases.clear();
  }

  /** Begins to listen; without a listener, for want of a thread perhaps, it looks all the same. */
  private void listen(VersionListener listener) {
    try {
      book.listen(listener);
    } catch (StoreClosedException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      failed(e);
    }
  }

  private void pause() {
    if (failures == 0 && !leftovers.isEmpty()) {
      return; // others wait for those, and the last try has waited for its turn
    }
    LockSupport.parkNanos(this, LOOK_NANOS << Math.min(failures, MOST_DOUBLINGS));
  }

  private void look() {
    try {
      long version = book.version();
      if (version != seenVersion) {
        seen = rows();
        seenVersion = version;
      }
      seen.forEach(this::lookAfter);
      forgetLeases();
      retractAll();
      succeeded();
    } catch (WriteTimeoutException e) {
      LOG.debug("a step of the locks had no turn in time, and is tried again", e);
    } catch (StoreClosedException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      failed(e);
    }
  }

  /** Looks for grants that other processes have made. */
  private void notice() {
    if (!pending.isEmpty()) {
      try {
        Map<LockKey, LockRow> unused = rows();
      } catch (StoreClosedException e) {
        close();
      }
    }
  }

  /** Logs a failure once for each cause, however often it comes again, until a look succeeds. */
  private void failed(Throwable e) {
    failures++;
    try {
      String cause = e.toString();
      if (!cause.equals(failure)) {
        failure = cause;
        LOG.error("a look at the locks that this process waits for failed, and is tried again", e);
      }
    } catch (RuntimeException | Error silent) {
      // Not even that can be said, for want of memory perhaps; the thread must live on.
    }
  }

  private void succeeded() {
    if (failure != null) {
      LOG.info("the locks that this process waits for can be looked at again");
    }
    failure = null;
    failures = 0;
  }

  /** Tells requests that were granted, and returns the rows of the locks that others wait for. */
  private Map<LockKey, LockRow> rows() {
    Map<LockKey, LockRow> rows = new HashMap<>();
    for (Pending request : pending.values()) {
      LockKey key = request.request().key();
      LockRow row = rows.computeIfAbsent(key, book::row);
      Grant grant = row.grantOf(request.request().party());
      if (grant != null && grant.request() == request.request().number()) {
        served(List.of(grant));
      }
    }
    return rows;
  }

  private void lookAfter(LockKey key, LockRow row) {
    boolean unused = dropDead(key, row, SHORT_TURN);
    expireLeases(key, row);
  }

  /**
   * Takes a lock from those who have died.
   *
   * @param turn the longest time that the step waits for its turn, positive
   * @return false if nobody has
   * @throws WriteTimeoutException if its turn did not come
   */
  boolean dropDead(LockKey key, LockRow row, Duration turn) {
    Set<ProcessId> dead = new HashSet<>(row.processes());
    dead.removeIf(book::alive);
    if (dead.isEmpty()) {
      return false;
    }
    served(
        book.change(rules -> rules.drop(key, party -> dead.contains(party.process())), turn)
            .granted());
    return true;
  }

  /** Compares no clocks of different processes: a lease ends when it does not change for long. */
  private void expireLeases(LockKey key, LockRow row) {
    for (Grant grant : row.holders()) {
      if (grant.leaseMillis() > 0) {
        long now = System.nanoTime();
        @Nullable SeenLease seen = leases.get(grant.token());
        if (seen == null || seen.renewals() != grant.renewals()) {
          leases.put(grant.token(), new SeenLease(grant.renewals(), now, now));
        } else if (now - seen.first() >= TimeUnit.MILLISECONDS.toNanos(grant.leaseMillis())) {
          leases.remove(grant.token());
          served(book.change(rules -> rules.expire(key, grant), SHORT_TURN).granted());
        } else {
          leases.put(grant.token(), new SeenLease(grant.renewals(), seen.first(), now));
        }
      }
    }
  }

  /** Forgets leases of locks that were released, or for which nobody has waited for a while. */
  private void forgetLeases() {
    long now = System.nanoTime();
    leases.values().removeIf(lease -> now - lease.last() > IDLE_NANOS);
  }

  private void failAll() {
    for (Pending request : pending.values()) {
      boolean unused =
          request
              .granted()
              .completeExceptionally(
                  new StoreClosedException(
                      "the store was closed while the lock %s was waited for"
                          .formatted(request.request().key())));
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    failAll();
  }
}
