package dev.cairn.tools.mcp;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits for SIGTERM or Ctrl-C, and delays the end of the JVM until the server has closed.
 *
 * <p>To be stopped is no failure: the JVM then ends with exit code 0.
 */
public final class StopSignal implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 15;

  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  private StopSignal() {}

  /** Expects the signal from now on. */
  public static StopSignal expect() {
    StopSignal signal = new StopSignal();
    Runtime.getRuntime().addShutdownHook(new Thread(signal::stop, "cairn-mcp-stop"));
    return signal;
  }

  /** Returns as soon as the signal comes. */
  public void await() throws InterruptedException {
    stopped.await();
  }

  private void stop() {
    boolean first = ended.getCount() > 0;
    stopped.countDown();
    try {
      if (first && ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(0);
      }
    } catch (InterruptedException e) {
      // The exit code of the signal stands.
    }
  }

  /** Tells that all has ended. */
  @Override
  public void close() {
    ended.countDown();
  }
}
