package dev.cairn.tools.signals;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs the work of a command that goes on until it is stopped by Ctrl-C or SIGTERM, which is its
 * normal end: the JVM exits with code 0 then.
 */
public final class UntilStopped {
  private static final long PATIENCE_SECONDS = 5;

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean failed;

  private UntilStopped() {}

  /** The work, which ends when its thread is interrupted. */
  @FunctionalInterface
  public interface Work {
    /**
     * Does the work.
     *
     * @throws InterruptedException when the command is stopped
     */
    void run() throws InterruptedException;
  }

  /** Runs work on this thread, until it ends or is stopped. */
  public static void run(Work work) {
    UntilStopped run = new UntilStopped();
    Thread worker = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> run.stop(worker), "cairn-stop"));
    try {
      work.run();
    } catch (InterruptedException e) {
      // The normal end.
    } catch (RuntimeException | Error e) {
      run.failed = true;
      throw e;
    } finally {
      run.ended.countDown();
    }
  }

  /**
   * Ends the JVM with code 0 on Ctrl-C: to be stopped is no failure. This hook also runs when the
   * command ends by itself; after a failure the exit code of the failure stands.
   */
  private void stop(Thread worker) {
    try {
      worker.interrupt();
      if (ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS) && !failed) {
        Runtime.getRuntime().halt(0);
      }
    } catch (InterruptedException e) {
      // The exit code of the signal stands.
    }
  }
}
