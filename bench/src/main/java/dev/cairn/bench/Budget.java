package dev.cairn.bench;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Divides the time limit of a benchmark run among its steps, after the estimated overhead of the
 * remaining steps is subtracted. The estimates are corrected by the overhead that the steps before
 * really had, so that a run ends in time on a slower machine, too.
 */
final class Budget {
  private static final double NANOS = 1e9;

  /**
   * The seconds of estimated overhead, in the steps done so far, from which on the correction is
   * used.
   */
  private static final double ENOUGH = 10;

  private final LongSupplier nanoTime;
  private final long deadline;
  private final double shortest;
  private final double longest;
  private double estimated;
  private double taken;

  /** Begins now; see the other constructor. */
  Budget(Duration total, double shortest, double longest) {
    this(total, shortest, longest, System::nanoTime);
  }

  /**
   * Begins now.
   *
   * @param total the time that the run may take
   * @param shortest seconds of measuring a part, below which a figure means nothing
   * @param longest seconds of measuring a part, above which it means no more
   * @param nanoTime the clock
   */
  Budget(Duration total, double shortest, double longest, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.deadline = nanoTime.getAsLong() + total.toNanos();
    this.shortest = shortest;
    this.longest = longest;
  }

  /** Returns how many seconds are left. */
  double left() {
    return (deadline - nanoTime.getAsLong()) / NANOS;
  }

  /** Returns whether there is time left for the first of these steps. */
  boolean has(Step next) {
    return left() >= next.overhead() * correction() + next.weight() * shortest;
  }

  /** Returns how long the first of these steps, which are all that are left, may measure. */
  Duration share(List<Step> left) {
    double overhead = left.stream().mapToDouble(Step::overhead).sum() * correction();
    double parts = left.stream().mapToDouble(Step::weight).sum();
    double part = parts == 0 ? 0 : (left() - overhead) / parts;
    double seconds = Math.min(longest, Math.max(shortest, part)) * left.get(0).weight();
    return Duration.ofNanos((long) (seconds * NANOS));
  }

  /** Learns from a step how long it took beside the time for which it measured. */
  void took(Step step, Duration whole, Duration measuring) {
    estimated += step.overhead();
    taken += Math.max(0, whole.minus(measuring).toNanos() / NANOS);
  }

  private double correction() {
    return estimated < ENOUGH ? 1 : taken / estimated;
  }
}
