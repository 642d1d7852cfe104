package dev.cairn.internal.locks.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of locks: each method is one step, in one transaction on their rows.
 *
 * <p>A request stands in the queue of its lock even if it is granted at once, so there is one rule
 * about who is next. Only a request adds to what parties wait for. So a deadlock can come about in
 * {@link #request} alone, which sees the state of all locks of all processes.
 */
public final class LockRules {
  private final LockRows rows;
  private final long now;

  /**
   * Creates the rules over a transaction.
   *
   * @param now the time, in milliseconds since 1970, which people are shown
   */
  public LockRules(LockRows rows, long now) {
    this.rows = rows;
    this.now = now;
  }

  /** A request: who wants which lock in which way. */
  public record Request(
      LockKey key,
      Party party,
      long number,
      int most,
      int priority,
      long leaseMillis,
      boolean waits) {

    /** Tells whether the party is to be the only holder. */
    public boolean exclusive() {
      return most == 1;
    }

    /** Returns the same request made anew, under another number. */
    public Request again(long another) {
      return new Request(key, party, another, most, priority, leaseMillis, waits);
    }
  }

  /**
   * The answer to a request.
   *
   * @param grant the grant, or null if the lock cannot be granted yet
   * @param row the state of the lock now; the request is in its queue, if it waits
   * @param cycle the deadlock that the request would have completed, so that it was refused; empty
   *     if there is none
   * @param granted the grants to others, who had waited for an older request of the party
   */
  public record Answer(@Nullable Grant grant, LockRow row, List<Link> cycle, List<Grant> granted) {}

  /** A link of a deadlock: a party that waits for a lock, before others that it waits for. */
  public record Link(LockKey key, Wait request, LockRow row) {}

  /**
   * A step that may have let others have the lock.
   *
   * @param own the grant of the party that took the step, or null if it has none now
   * @param granted the grants to others
   */
  public record Step(@Nullable Grant own, List<Grant> granted) {}

  /**
   * Makes a request. What is left of an older request of the party for the lock is dropped: that
   * one could not be withdrawn in time.
   */
  public Answer request(Request request) {
    LockKey key = request.key();
    Party party = request.party();
    List<Grant> granted = dropOlder(key, party);
    LockRow before = rows.get(key);
    if (!request.waits() && !isNext(before, waiting(request, 0))) {
      return new Answer(null, before, List.of(), granted); // it uses no number, so no commit
    }
    Wait wait = waiting(request, rows.next());
    LockRow row = before.with(wait);
    if (isNext(before, wait)) {
      Grant grant = wait.granted(wait.ticket(), now, row.endedLease()); // the greatest number
      LockRow held = row.granted(grant);
      rows.put(key, held);
      if (rows.waitOf(party) != null) { // left of an older request, for another lock
        rows.setWait(party, null);
      }
      return new Answer(grant, held, List.of(), granted);
    }
    rows.put(key, row); // the search is to see it
    rows.setWait(party, key);
    List<Link> cycle = cycle(key, wait, row);
    if (!cycle.isEmpty()) {
      rows.put(key, before);
      rows.setWait(party, null);
    }
    return new Answer(null, row, cycle, granted);
  }

  private List<Grant> dropOlder(LockKey key, Party party) {
    LockRow row = rows.get(key);
    return row.grantOf(party) == null && row.waitOf(party) == null
        ? List.of()
        : drop(key, party::is).granted();
  }

  private Wait waiting(Request request, long ticket) {
    return new Wait(
        request.party(),
        request.number(),
        request.most(),
        ticket,
        request.priority(),
        now,
        request.leaseMillis());
  }

  /** Tells whether a request that comes just now is served at once. */
  private static boolean isNext(LockRow before, Wait wait) {
    return wait.equals(before.with(wait).next());
  }

  /** Releases the lock held under a token; does nothing if it is not held under it any more. */
  public Step release(LockKey key, long token) {
    LockRow row = rows.get(key);
    Grant grant = row.grantWith(token);
    if (grant == null) {
      return new Step(null, List.of());
    }
    LockRow left = row.without(grant);
    boolean settled = grant.endedLease() == left.endedLease(); // no lease has ended since
    return new Step(null, advance(key, settled ? left.withEndedLease(0) : left));
  }

  /** Makes a holder for writing one for reading; null if it holds the lock no longer. */
  public Step share(LockKey key, long token) {
    LockRow row = rows.get(key);
    Grant grant = row.grantWith(token);
    if (grant == null) {
      return new Step(null, List.of());
    }
    Grant shared = grant.shared();
    return new Step(shared, advance(key, row.replacing(shared)));
  }

  /** Withdraws a request; its grant if that was faster. */
  public Step withdraw(LockKey key, Party party, long request) {
    LockRow row = rows.get(key);
    Grant grant = row.grantOf(party);
    if (grant != null && grant.request() == request) {
      return new Step(grant, List.of());
    }
    return new Step(null, drop(key, party, row, request));
  }

  /** Withdraws a request, and releases the lock if it was granted: nobody waits for it. */
  public Step retract(LockKey key, Party party, long request) {
    return new Step(null, drop(key, party, rows.get(key), request));
  }

  private List<Grant> drop(LockKey key, Party party, LockRow row, long request) {
    LockRow left = row.without(party, request);
    if (left.waitOf(party) == null) {
      endWait(party, key);
    }
    return advance(key, left);
  }

  /** Notes that a party waits for a lock no more; it may wait for another one by now. */
  private void endWait(Party party, LockKey key) {
    if (key.equals(rows.waitOf(party))) {
      rows.setWait(party, null);
    }
  }

  /** Takes a lock, and the places in its queue, from parties that will never come back. */
  public Step drop(LockKey key, Predicate<Party> gone) {
    LockRow row = rows.get(key);
    for (Wait wait : row.queue()) {
      if (gone.test(wait.party())) {
        endWait(wait.party(), key);
      }
    }
    return new Step(null, advance(key, row.without(gone)));
  }

  /** Takes a lock whose lease was not renewed since {@code seen}. */
  public Step expire(LockKey key, Grant seen) {
    LockRow row = rows.get(key);
    Grant grant = row.grantWith(seen.token());
    if (grant == null || grant.renewals() != seen.renewals()) {
      return new Step(grant, List.of());
    }
    return new Step(null, advance(key, row.without(grant).withEndedLease(grant.token())));
  }

  /** Renews a lease; the step has no grant of its own if the lock is held no longer. */
  public Step renew(LockKey key, long token) {
    LockRow row = rows.get(key);
    Grant grant = row.grantWith(token);
    if (grant != null) {
      rows.put(key, row.replacing(grant.renewed()));
    }
    return new Step(grant, List.of());
  }

  /** Grants the lock to those whose turn has come, and stores the row. */
  private List<Grant> advance(LockKey key, LockRow changed) {
    List<Grant> granted = new ArrayList<>();
    LockRow row = changed;
    Wait next = row.next();
    while (next != null) {
      Grant grant = next.granted(rows.next(), now, row.endedLease());
      endWait(next.party(), key);
      row = row.granted(grant);
      granted.add(grant);
      next = row.next();
    }
    rows.put(key, row);
    return granted;
  }

  /** Returns a way from a request through those that it waits for back to its party, if any. */
  private List<Link> cycle(LockKey key, Wait wait, LockRow row) {
    List<Link> path = new ArrayList<>();
    path.add(new Link(key, wait, row));
    return leadsBack(wait.party(), path, new HashSet<>()) ? path : List.of();
  }

  /** Tells whether a party in a queue waits there still: it may have gone on to another lock. */
  private boolean waitsFor(Party party, LockKey key) {
    return key.equals(rows.waitOf(party));
  }

  private boolean leadsBack(Party start, List<Link> path, Set<Party.Id> seen) {
    Link last = path.get(path.size() - 1);
    for (Party party : last.row().before(last.request(), other -> waitsFor(other, last.key()))) {
      if (party.is(start)) {
        return true;
      }
      LockKey waitsFor = seen.add(party.id()) ? rows.waitOf(party) : null;
      if (waitsFor != null) {
        LockRow row = rows.get(waitsFor);
        Wait wait = row.waitOf(party);
        if (wait != null) {
          path.add(new Link(waitsFor, wait, row));
          if (leadsBack(start, path, seen)) {
            return true;
          }
          path.remove(path.size() - 1);
        }
      }
    }
    return false;
  }
}
