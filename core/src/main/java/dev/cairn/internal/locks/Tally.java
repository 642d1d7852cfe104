package dev.cairn.internal.locks;

import java.util.List;
import java.util.stream.Stream;

/** The counts of what happened to one lock in one way of taking it; not thread-safe. */
public final class Tally {
  /** Counts of a lock of which nothing is known; not to be changed. */
  public static final Tally NOTHING = new Tally();

  private long acquisitions;
  private long releases;
  private long timeouts;
  private long deadlocks;
  private final Span wait;
  private final Span hold;

  /**
   * Names what is counted together.
   *
   * @param lock the lock
   * @param exclusive true for writing; false for reading, and for permits
   */
  public record Key(LockKey lock, boolean exclusive) {
    static Key of(LockKey lock, int most) {
      return new Key(lock, most == 1 && !lock.counted());
    }

    /** Returns the keys of the ways in which a lock is held or asked for now. */
    public static List<Key> inUse(LockKey lock, LockRow row) {
      return Stream.concat(
              row.holders().stream().map(Grant::most), row.queue().stream().map(Wait::most))
          .map(most -> of(lock, most))
          .distinct()
          .toList();
    }
  }

  /**
   * Counts as they are stored.
   *
   * @param updatedMillis the time of the last change, in milliseconds since 1970
   */
  record Stored(
      long acquisitions,
      long releases,
      long timeouts,
      long deadlocks,
      Span.Stored waits,
      Span.Stored holds,
      long updatedMillis) {}

  Tally() {
    this.wait = new Span();
    this.hold = new Span();
  }

  private Tally(Stored stored) {
    this.acquisitions = stored.acquisitions();
    this.releases = stored.releases();
    this.timeouts = stored.timeouts();
    this.deadlocks = stored.deadlocks();
    this.wait = Span.of(stored.waits());
    this.hold = Span.of(stored.holds());
  }

  static Tally of(Stored stored) {
    return new Tally(stored);
  }

  Stored stored(long nowMillis) {
    return new Stored(
        acquisitions, releases, timeouts, deadlocks, wait.stored(), hold.stored(), nowMillis);
  }

  boolean isEmpty() {
    return acquisitions + releases + timeouts + deadlocks == 0;
  }

  void acquired(long waitNanos) {
    acquisitions++;
    wait.record(waitNanos);
  }

  void released(long holdNanos) {
    releases++;
    hold.record(holdNanos);
  }

  void timedOut() {
    timeouts++;
  }

  void refused() {
    deadlocks++;
  }

  Tally add(Tally other) {
    acquisitions += other.acquisitions;
    releases += other.releases;
    timeouts += other.timeouts;
    deadlocks += other.deadlocks;
    wait.add(other.wait);
    hold.add(other.hold);
    return this;
  }

  /** Returns how often it was granted; not again to a thread that holds it already. */
  public long acquisitions() {
    return acquisitions;
  }

  /** Returns how often its caller gave it back altogether. */
  public long releases() {
    return releases;
  }

  /** Returns how many requests ended without a grant because their time was over. */
  public long timeouts() {
    return timeouts;
  }

  /** Returns how many requests were refused because they would have completed a deadlock. */
  public long deadlocks() {
    return deadlocks;
  }

  /** Returns how long those waited who were granted it. */
  public Span waits() {
    return wait;
  }

  /** Returns how long those held it who gave it back. */
  public Span holds() {
    return hold;
  }
}
