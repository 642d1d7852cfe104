package dev.cairn.internal.machine;

import dev.cairn.StoreClosedException;
import dev.cairn.internal.engine.VersionListener;
import dev.cairn.values.Following;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a part of what the processes of the machine share, on a thread of its own.
 *
 * @param <T> the state that is followed; two states without a change between them are equal
 */
public final class Follower<T> implements Following {

  /** A process that ends commits nothing, so it is looked for. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final SharedMachine machine;
  private final Supplier<? extends T> state;
  private final Consumer<? super T> listener;
  private final Thread thread;
  private volatile boolean closed;

  /** True if there was a commit since the state was read. */
  private volatile boolean changed;

  private Follower(
      String name,
      SharedMachine machine,
      Supplier<? extends T> state,
      Consumer<? super T> listener) {
    this.machine = machine;
    this.state = state;
    this.listener = listener;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /**
   * Begins to follow: tells the state now, and when it has changed, ten times a second at most.
   *
   * @param name the name of the thread
   * @param state reads the state
   * @param listener the listener; an exception of its is logged
   */
  public static <T> Following start(
      String name,
      SharedMachine machine,
      Supplier<? extends T> state,
      Consumer<? super T> listener) {
    Follower<T> follower = new Follower<>(name, machine, state, listener);
    follower.thread.start();
    return follower;
  }

  private void run() {
    VersionListener woken =
        () -> {
          changed = true;
          LockSupport.unpark(thread);
        };
    try {
      machine.listen(woken);
      try {
        follow();
      } finally {
        machine.endListening(woken);
      }
    } catch (StoreClosedException e) {
      log().debug("nothing is followed any more, since the store is closed", e);
    } catch (RuntimeException | Error e) {
      log().error("{} has ended: nothing is followed any more", thread.getName(), e);
    }
  }

  private void follow() {
    @Nullable T told = null;
    boolean failing = false;
    while (!closed) {
      changed = false;
      try {
        T now = state.get();
        failing = false;
        if (!now.equals(told)) {
          told = now;
          tell(now);
        }
      } catch (StoreClosedException e) {
        throw e;
      } catch (RuntimeException | Error e) {
        if (!failing) { // it is said once
          log().error("{} could not read the state, and goes on trying", thread.getName(), e);
        }
        failing = true;
      }
      pause(PAUSE_NANOS);
      if (!changed) {
        LockSupport.parkNanos(this, LOOK_NANOS - PAUSE_NANOS);
      }
    }
  }

  private void tell(T now) {
    try {
      listener.accept(now);
    } catch (RuntimeException | Error e) { // an Error too would end this thread
      log().error("a listener of {} failed", thread.getName(), e);
    }
  }

  /** Lets changes come together, however many commits wake this thread. */
  private void pause(long nanos) {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0 && !closed; left = end - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  private static Logger log() {
    return LoggerFactory.getLogger(Follower.class);
  }
}
