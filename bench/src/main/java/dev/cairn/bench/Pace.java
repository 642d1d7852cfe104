package dev.cairn.bench;

import java.time.Duration;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * The number and length of the iterations in one fork of a JMH trial.
 *
 * @param warmUps the iterations that do not count
 * @param warmUp the length of one of them
 * @param iterations the iterations that count
 * @param each the length of one of them
 */
record Pace(int warmUps, Duration warmUp, int iterations, Duration each) {

  /** The pace for figures that a goal is checked by. */
  static final Pace THOROUGH = new Pace(4, Duration.ofSeconds(1), 6, Duration.ofSeconds(1));

  /** The pace for work that can be done only once. */
  static final Pace ONCE = new Pace(0, Duration.ZERO, 1, Duration.ofSeconds(1));

  /**
   * Returns the best use of a time: 60 % of it for warming up, in several iterations, since JMH
   * counts the filling of the store as a part of the first one.
   */
  static Pace within(Duration time) {
    return new Pace(4, time.multipliedBy(3).dividedBy(20), 4, time.dividedBy(10));
  }

  TimeValue warmUpTime() {
    return TimeValue.milliseconds(warmUp.toMillis());
  }

  TimeValue time() {
    return TimeValue.milliseconds(each.toMillis());
  }
}
