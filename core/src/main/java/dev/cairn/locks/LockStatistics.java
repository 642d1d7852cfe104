package dev.cairn.locks;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.internal.counts.Span;
import dev.cairn.internal.counts.Tally;
import dev.cairn.internal.locks.Happening;
import dev.cairn.internal.locks.LockDesk;
import dev.cairn.internal.locks.Records;
import dev.cairn.internal.locks.SharedLocks;
import dev.cairn.internal.locks.rules.LockKey;
import dev.cairn.internal.locks.rules.LockRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The statistics of the named locks of one namespace: how often they were taken, how long requests
 * waited, and how long locks were held.
 *
 * <p>Every process counts by itself, and adds what it has counted to what all have counted within
 * about a second, and when it closes the store. What a process has counted stays when it ends; of
 * one that is killed the last second is missing. A restart of the machine forgets everything. To
 * count costs a lock nothing that can be noticed. Some 1,000 locks are remembered, those used last.
 *
 * <p>A lock that its thread takes once more is not counted again. Thread-safe.
 */
public final class LockStatistics {
  private final String namespace;
  private final SharedLocks locks;

  LockStatistics(String namespace, SharedLocks locks) {
    this.namespace = namespace;
    this.locks = locks;
  }

  /**
   * The use of one lock in one way; immutable.
   *
   * @param resource the name of the lock; of a long one the beginning and a hash
   * @param scope the scope of the lock
   * @param kind the way in which it was taken
   * @param acquisitions how often it was granted
   * @param releases how often it was given back; not counted is a lock that a process had when it
   *     ended
   * @param timeouts how many requests ended without a grant because their time was over; not
   *     counted are attempts that do not wait
   * @param deadlocks how many requests were refused because they would have completed a deadlock
   * @param waits how long those waited who were granted it
   * @param holds how long those held it who gave it back
   * @param holders how many hold it now, in all processes of its scope
   * @param waiters how many wait for it now, in all processes of its scope
   */
  public record Use(
      String resource,
      Scope scope,
      LockKind kind,
      long acquisitions,
      long releases,
      long timeouts,
      long deadlocks,
      Times waits,
      Times holds,
      int holders,
      int waiters) {}

  /**
   * A distribution of durations; immutable. All are zero if there is none.
   *
   * @param count the number of durations
   * @param mean their mean
   * @param p50 the median, within 1 %
   * @param p99 the time that 99 in 100 do not exceed, within 1 %
   * @param max the longest one
   */
  public record Times(long count, Duration mean, Duration p50, Duration p99, Duration max) {
    private static Times of(Span span) {
      return new Times(
          span.count(), span.mean(), span.percentile(50), span.percentile(99), span.max());
    }
  }

  /** The kinds of events in the life of a lock. */
  public enum Event {
    /** The lock was granted. */
    ACQUIRED,
    /** It was given back. */
    RELEASED,
    /** A request ended without a grant because its time was over. */
    TIMED_OUT,
    /** A request was refused because it would have completed a deadlock. */
    DEADLOCKED
  }

  /**
   * Something that a thread of this process did with a lock; immutable.
   *
   * @param resource the name of the lock; of a long one the beginning and a hash
   * @param scope the scope of the lock
   * @param kind the way in which it was asked for
   * @param event what happened
   * @param at when it happened
   * @param took how long the request waited; for {@link Event#RELEASED}, how long the lock was held
   * @param thread the name of the thread that asked for the lock
   * @param token the number of the grant; empty if there was none
   */
  public record Operation(
      String resource,
      Scope scope,
      LockKind kind,
      Event event,
      Instant at,
      Duration took,
      String thread,
      OptionalLong token) {}

  /**
   * Returns what this process has counted since it opened the store, of the locks of both scopes.
   *
   * @return the uses, in the order of resource, scope and kind
   */
  public List<Use> ofThisProcess() {
    List<Use> uses = new ArrayList<>();
    add(uses, Scope.MACHINE, locks.ofMachine(), own(locks.ofMachine().records().tallies()));
    add(uses, Scope.PROCESS, locks.ofProcess(), own(locks.ofProcess().records().tallies()));
    return sorted(uses);
  }

  /**
   * Returns what all processes have counted since the machine was started, of the locks that they
   * share, with those that are held or waited for now.
   *
   * @return the uses, in the order of resource and kind
   */
  public List<Use> ofAllProcesses() {
    List<Use> uses = new ArrayList<>();
    add(uses, Scope.MACHINE, locks.ofMachine(), locks.totals(namespace));
    return sorted(uses);
  }

  private Map<Records.Key, Tally> own(Map<Records.Key, Tally> tallies) {
    tallies.keySet().removeIf(key -> !key.lock().namespace().equals(namespace));
    return tallies;
  }

  private void add(List<Use> uses, Scope scope, LockDesk desk, Map<Records.Key, Tally> tallies) {
    Map<LockKey, LockRow> rows = desk.rows(namespace);
    Set<Records.Key> keys = new HashSet<>(tallies.keySet());
    rows.forEach((lock, row) -> keys.addAll(Records.Key.inUse(lock, row)));
    for (Records.Key key : keys) {
      Tally tally = tallies.getOrDefault(key, Tally.NOTHING);
      LockRow row = rows.getOrDefault(key.lock(), LockRow.FREE);
      LockKind kind = LockKind.of(key.lock(), key.exclusive());
      LockStatus now = LockStatus.of(key.lock().resource(), key.lock(), row, desk::alive);
      uses.add(
          new Use(
              key.lock().resource(),
              scope,
              kind,
              tally.acquisitions(),
              tally.releases(),
              tally.timeouts(),
              tally.deadlocks(),
              Times.of(tally.waits()),
              Times.of(tally.holds()),
              count(now.holders(), kind),
              count(now.waiters(), kind)));
    }
  }

  private static int count(List<LockStatus.Participant> participants, LockKind kind) {
    return (int) participants.stream().filter(one -> one.kind() == kind).count();
  }

  private static List<Use> sorted(List<Use> uses) {
    uses.sort(
        Comparator.comparing(Use::resource).thenComparing(Use::scope).thenComparing(Use::kind));
    return List.copyOf(uses);
  }

  /**
   * Returns the last operations of this process, the latest first, up to 200 for each scope, of all
   * namespaces together.
   */
  public List<Operation> recent() {
    List<Operation> list = new ArrayList<>();
    addRecent(list, Scope.MACHINE, locks.ofMachine());
    addRecent(list, Scope.PROCESS, locks.ofProcess());
    list.sort(Comparator.comparing(Operation::at).reversed());
    return List.copyOf(list);
  }

  private void addRecent(List<Operation> list, Scope scope, LockDesk desk) {
    for (Happening happening : desk.records().last()) {
      LockKey lock = happening.key().lock();
      if (lock.namespace().equals(namespace)) {
        list.add(
            new Operation(
                lock.resource(),
                scope,
                LockKind.of(lock, happening.key().exclusive()),
                event(happening.what()),
                happening.at(),
                happening.took(),
                happening.thread(),
                happening.token() == 0
                    ? OptionalLong.empty()
                    : OptionalLong.of(happening.token())));
      }
    }
  }

  private static Event event(Happening.What what) {
    return switch (what) {
      case ACQUIRED -> Event.ACQUIRED;
      case RELEASED -> Event.RELEASED;
      case TIMED_OUT -> Event.TIMED_OUT;
      case DEADLOCKED -> Event.DEADLOCKED;
    };
  }

  /**
   * Forgets what was counted of all locks of this namespace, by this process and by all. What
   * another process has counted within the last second may still be added.
   */
  public void reset() {
    locks.reset(namespace, key -> true);
  }

  /**
   * Forgets what was counted of one lock, and of the semaphore of that name, as {@link #reset()}
   * does.
   *
   * @param resource the name
   */
  public void reset(String resource) {
    LockKey lock = LockKey.of(namespace, Arguments.notNull("resource", resource));
    locks.reset(namespace, key -> key.equals(lock) || key.equals(lock.ofSemaphore()));
  }
}
