package dev.cairn.jobs;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.values.Deadline;
import java.time.Duration;

/**
 * Does the jobs of a kind, several at once, until it is stopped. Thread-safe.
 *
 * <p>It claims jobs as its threads become free, and waits for the commits that bring more. A job
 * that fails is logged and failed with the exception as its reason. A thread whose claim is lost,
 * since the job was cancelled or its lease has ended, is interrupted. A failure of the store, such
 * as a full disk, is logged and tried again.
 */
public interface Worker extends AutoCloseable {

  /**
   * Claims no more jobs, waits for those that run, and interrupts those that run longer.
   *
   * <p>A job that then ends with {@link InterruptedException} is given back. One that goes on all
   * the same stays claimed, so that nobody else runs it at the same time, until it ends, or this
   * process ends or closes the store: after that others may run it, though its thread goes on.
   *
   * <p>This returns some seconds after that at the latest, also if the store lets nobody write. The
   * ends of jobs that could not be recorded yet are recorded later, while the store is open.
   *
   * @param end until when to wait for jobs that run; then they are interrupted
   * @return false if a thread of this worker goes on some seconds after the interrupt, or if the
   *     calling thread was interrupted, which interrupts the jobs at once
   * @throws IllegalStateException if a job of this worker calls it, which would wait for itself
   */
  boolean stop(Deadline end);

  /**
   * Stops as {@link #stop(Deadline)} does.
   *
   * @param grace how long to wait, zero to interrupt at once
   */
  default boolean stop(Duration grace) {
    return stop(Deadline.in(Arguments.notNegative("grace", grace)));
  }

  /** Stops, and gives the jobs that run 30 seconds. */
  @Override
  void close();
}
