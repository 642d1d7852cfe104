package dev.cairn.progress;

import dev.cairn.StoreClosedException;
import dev.cairn.internal.engine.VersionListener;
import dev.cairn.internal.machine.SharedMachine;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the progress of operations on a thread of its own, until it is closed. */
public final class Following implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Following.class);

  /** A process that ends commits nothing, so it is looked for. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Progress progress;
  private final SharedMachine machine;
  private final Consumer<? super List<OperationStatus>> listener;
  private final Thread thread;
  private volatile boolean closed;

  /** True if there was a commit since the list was read. */
  private volatile boolean changed;

  private Following(
      Progress progress, SharedMachine machine, Consumer<? super List<OperationStatus>> listener) {
    this.progress = progress;
    this.machine = machine;
    this.listener = listener;
    this.thread = new Thread(this::run, "cairn-follow");
    thread.setDaemon(true);
  }

  static Following start(
      Progress progress, SharedMachine machine, Consumer<? super List<OperationStatus>> listener) {
    Following following = new Following(progress, machine, listener);
    following.thread.start();
    return following;
  }

  private void run() {
    VersionListener woken =
        () -> {
          changed = true;
          LockSupport.unpark(thread);
        };
    try {
      machine.listen(woken);
      boolean first = true;
      List<OperationStatus> told = List.of();
      while (!closed) {
        changed = false;
        List<OperationStatus> list = progress.list();
        if (first || !list.equals(told)) {
          first = false;
          told = list;
          tell(list);
        }
        pause(PAUSE_NANOS);
        if (!changed) {
          LockSupport.parkNanos(this, LOOK_NANOS - PAUSE_NANOS);
        }
      }
      machine.endListening(woken);
    } catch (StoreClosedException e) {
      LOG.debug("nothing is followed any more, since the store is closed", e);
    } catch (RuntimeException | Error e) {
      LOG.error("the progress of operations is not followed any more", e);
    }
  }

  private void tell(List<OperationStatus> list) {
    try {
      listener.accept(list);
    } catch (RuntimeException e) {
      LOG.error("a listener of progress failed", e);
    }
  }

  /** Lets changes come together, however many commits wake this thread. */
  private void pause(long nanos) {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0 && !closed; left = end - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
    }
  }

  /** Ends it; one call of the listener may still be under way. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
