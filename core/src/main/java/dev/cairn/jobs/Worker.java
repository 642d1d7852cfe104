package dev.cairn.jobs;

import java.time.Duration;

/**
 * Does the jobs of a kind, several at once, until it is stopped. Thread-safe.
 *
 * <p>It claims jobs as its threads become free, and waits for the commits that bring more. A job
 * that fails is logged and failed with the exception as its reason. A failure of the store, such as
 * a full disk, is logged and tried again.
 */
public interface Worker extends AutoCloseable {

  /**
   * Claims no more jobs, and waits for those that run. After the time it interrupts them: a job
   * that ends with {@link InterruptedException} is given back. One that goes on all the same is
   * not, as long as this process lives, so that nobody else runs it at the same time.
   *
   * @param grace how long to wait, zero to interrupt at once
   * @return false if a job goes on some seconds after it was interrupted
   */
  boolean stop(Duration grace);

  /** Stops, and gives the jobs that run 30 seconds. */
  @Override
  void close();
}
