package dev.cairn.internal.commit;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shutdown hook that waits until the writes that callers queued with futures are on disk: the
 * writer's thread is a daemon, and would end with the JVM.
 *
 * <p>It waits some seconds at most. It does not wait for a write whose caller sleeps: that caller
 * was not told that the write is durable, and a program that waits for another process must end
 * when it is interrupted.
 */
final class ExitHook {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long BATCH_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final String store;
  private final WriteQueue queue;
  private final Thread writer;
  private final CommitTurn turn;
  private final Thread hook;

  ExitHook(String store, WriteQueue queue, Thread writer, CommitTurn turn) {
    this.store = store;
    this.queue = queue;
    this.writer = writer;
    this.turn = turn;
    this.hook = new Thread(this::drain, "cairn-exit " + store);
  }

  /** Registers the hook; does nothing if the JVM is ending already. */
  void register() {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      // Too late for a hook. A hook that opens a store closes it itself.
    }
  }

  /** Removes the hook, and with it every reference from the JVM to the store. */
  void unregister() {
    try {
      boolean unused = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending, and the hook has begun.
    }
  }

  private void drain() {
    Thread holder = turn.holder();
    if (holder != null && JvmExit.isCalledBy(holder)) {
      return; // it waits for this hook, and never ends its turn
    }
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (queue.holdsFutures() && writer.isAlive() && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
    if (queue.holdsFutures()) {
      log().warn("store {}: the JVM ends before all writes are on disk that were queued", store);
      return;
    }
    long last = System.nanoTime() + BATCH_NANOS; // the batch at work may hold some, too
    while (!queue.idle() && writer.isAlive() && System.nanoTime() - last < 0) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private static Logger log() {
    return LoggerFactory.getLogger(ExitHook.class);
  }
}
