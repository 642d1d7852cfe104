package dev.cairn.internal.waiting;

import dev.cairn.AwaitTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The end of a wait that finds nothing, counted from the creation of this object. */
final class TimeLimit {
  private final String name;
  private final Duration timeout;
  private final long deadline;

  TimeLimit(String name, Duration timeout) {
    this.name = name;
    this.timeout = timeout;
    this.deadline = System.nanoTime() + nanos();
  }

  /** Returns the whole time in nanoseconds; three centuries at most. */
  long nanos() {
    return TimeUnit.NANOSECONDS.convert(timeout);
  }

  /** Returns how much of it is left in nanoseconds; not positive if nothing is. */
  long left() {
    return deadline - System.nanoTime();
  }

  /** Returns the exception that says what was waited for. */
  AwaitTimeoutException exceeded() {
    return new AwaitTimeoutException(
        "waited %s for %s, which did not come; see whether a program runs that should bring it about, or wait longer"
            .formatted(timeout.toString().substring(2).toLowerCase(Locale.ROOT), name));
  }
}
