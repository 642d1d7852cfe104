package dev.cairn.tools.signals;

import dev.cairn.values.Following;
import java.io.PrintWriter;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Runs the work of a verb that goes on until it is stopped. To be stopped by Ctrl-C is its normal
 * end, with exit code 0.
 */
public final class UntilStopped {
  private static final long PATIENCE_SECONDS = 5;
  private static final int SUCCESS = 0;

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean failed;

  private UntilStopped() {}

  /** The work, which ends with an interrupt or when its output is closed. */
  @FunctionalInterface
  public interface Work {
    /** Does the work. */
    void run() throws InterruptedException;
  }

  /** Does the work until it ends. */
  public static void run(Work work) {
    new UntilStopped().end(work);
  }

  /**
   * Prints states that are followed, the present one and later ones, until this thread is
   * interrupted or the output is closed. A state that is overtaken by a later one before it can be
   * printed is left out.
   *
   * @param follow begins to follow
   * @param print prints a state
   */
  public static <T> void follow(
      PrintWriter out, Function<Consumer<? super T>, Following> follow, Consumer<? super T> print)
      throws InterruptedException {
    BlockingQueue<T> latest = new ArrayBlockingQueue<>(1);
    Following following =
        follow.apply(
            state -> {
              latest.clear();
              boolean unused = latest.offer(state); // there is room: one thread offers
            });
    try {
      while (!out.checkError()) { // flushes; an error means that the reader closed the pipe
        print.accept(latest.take());
      }
    } finally {
      following.close();
    }
  }

  private void end(Work work) {
    Thread worker = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(worker), "cairn-stop"));
    try {
      work.run();
    } catch (InterruptedException e) {
      // The normal end.
    } catch (RuntimeException | Error e) {
      failed = true;
      throw e;
    } finally {
      ended.countDown();
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
        Runtime.getRuntime().halt(SUCCESS);
      }
    } catch (InterruptedException e) {
      // The exit code of the signal stands.
    }
  }
}
