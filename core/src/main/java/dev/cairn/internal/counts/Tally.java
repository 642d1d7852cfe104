package dev.cairn.internal.counts;

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
   * Counts as they are stored.
   *
   * @param updatedMillis the time of the last change, in milliseconds since 1970
   */
  public record Stored(
      long acquisitions,
      long releases,
      long timeouts,
      long deadlocks,
      Span.Stored waits,
      Span.Stored holds,
      long updatedMillis) {}

  /** Creates counts of zero. */
  public Tally() {
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

  /** Returns counts that were stored. */
  public static Tally of(Stored stored) {
    return new Tally(stored);
  }

  /**
   * Returns these counts to be stored.
   *
   * @param nowMillis the time, in milliseconds since 1970
   */
  public Stored stored(long nowMillis) {
    return new Stored(
        acquisitions, releases, timeouts, deadlocks, wait.stored(), hold.stored(), nowMillis);
  }

  /** Tells whether nothing was counted. */
  public boolean isEmpty() {
    return acquisitions + releases + timeouts + deadlocks == 0;
  }

  /** Counts a grant after a wait. */
  public void acquired(long waitNanos) {
    acquisitions++;
    wait.record(waitNanos);
  }

  /** Counts a release of what was held for a time. */
  public void released(long holdNanos) {
    releases++;
    hold.record(holdNanos);
  }

  /** Counts a request whose time was over. */
  public void timedOut() {
    timeouts++;
  }

  /** Counts a request that was refused because of a deadlock. */
  public void refused() {
    deadlocks++;
  }

  /** Adds other counts to these, and returns these. */
  public Tally add(Tally other) {
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
