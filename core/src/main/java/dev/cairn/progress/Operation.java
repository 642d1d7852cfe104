package dev.cairn.progress;

import dev.cairn.internal.checks.Arguments;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reports the progress of one operation, from any threads of the process that began it.
 *
 * <p>A report takes nanoseconds, so it can be made with every step: reports are written behind the
 * caller's back, ten times a second at most, and the last one always, also if the store is closed
 * before. Closing ends the operation, and writes its end before it returns; inside of a write of
 * the store, which must not wait for another, it is written soon after. Later reports change
 * nothing. A report that could not be written is tried again every second, until the store is
 * closed: what still has no turn then is lost.
 */
public final class Operation implements AutoCloseable {
  private final Reports reports;
  private final OperationKey key;
  private final Clock clock;
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong total;

  /** True while a report waits to be written. */
  private final AtomicBoolean waiting = new AtomicBoolean();

  private volatile String message = "";
  private volatile OperationState state = OperationState.RUNNING;

  Operation(Reports reports, OperationKey key, long total, Clock clock) {
    this.reports = reports;
    this.key = key;
    this.clock = clock;
    this.total = new AtomicLong(total);
  }

  /** Reports that one more step is done. */
  public void step() {
    steps(1);
  }

  /**
   * Reports that more steps are done.
   *
   * @param more how many more, not negative
   */
  public void steps(long more) {
    Arguments.notNegative("more", more);
    if (state == OperationState.RUNNING) {
      done.addAndGet(more);
      changed();
    }
  }

  /**
   * Reports how many steps there are to do, as far as is known now.
   *
   * @param steps the number, not negative; 0 if it is not known
   */
  public void total(long steps) {
    Arguments.notNegative("steps", steps);
    if (state == OperationState.RUNNING) {
      total.set(steps);
      changed();
    }
  }

  /**
   * Reports what the operation is at.
   *
   * @param text the text, which replaces the one before; it may be empty
   */
  public void message(String text) {
    String shown = Progress.shown(Arguments.notNull("text", text));
    if (state == OperationState.RUNNING) {
      message = shown;
      changed();
    }
  }

  /**
   * Ends the operation as one that failed, and writes that as {@link #close} does. Does nothing if
   * it has ended.
   *
   * @param reason why, which replaces the message
   */
  public void fail(String reason) {
    String text = Progress.shown(Arguments.notBlank("reason", reason));
    if (state == OperationState.RUNNING) {
      message = text;
      end(OperationState.FAILED);
    }
  }

  /** Ends the operation. Does nothing if it has ended. */
  @Override
  public void close() {
    if (state == OperationState.RUNNING) {
      end(OperationState.DONE);
    }
  }

  private void end(OperationState as) {
    state = as;
    reports.writeNow(this);
  }

  private void changed() {
    if (asksForWrite()) {
      reports.writeSoon(this);
    }
  }

  /** Returns true if no report waits to be written yet; from then on one does. */
  boolean asksForWrite() {
    // The first read keeps threads that report at once from taking the word from each other.
    return !waiting.get() && waiting.compareAndSet(false, true);
  }

  OperationKey key() {
    return key;
  }

  /** Has later reports ask for another write; called before the one that was asked for begins. */
  void beginWrite() {
    waiting.set(false);
  }

  /** Returns what is to be written of a row. */
  OperationRow on(OperationRow row) {
    return row.reported(state, done.get(), total.get(), message, clock.millis());
  }
}
