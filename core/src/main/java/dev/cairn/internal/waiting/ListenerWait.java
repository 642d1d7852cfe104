package dev.cairn.internal.waiting;

import dev.cairn.StoreClosedException;
import dev.cairn.internal.cache.Entry;
import dev.cairn.table.Query;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listener that is told each new result of a look, one after the other. */
final class ListenerWait<R> extends TaskWait implements Query.Observation {

  private final String name;
  private final Supplier<Entry<R>> look;
  private final Consumer<? super R> listener;
  private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

  /** Held while the listener runs, so that closing can wait for its end. */
  private final ReentrantLock telling = new ReentrantLock();

  private volatile boolean closed;

  /** The last result that was told, or null before the first; only one look at a time uses it. */
  private @Nullable R told;

  ListenerWait(
      Waiters waiters, String name, Supplier<Entry<R>> look, Consumer<? super R> listener) {
    super(waiters);
    this.name = name;
    this.look = look;
    this.listener = listener;
  }

  Query.Observation begin() {
    beginLooking();
    return this;
  }

  @Override
  @Nullable Entry<?> look() {
    Entry<R> found = look.get();
    R result = found.value();
    if (!result.equals(told)) {
      told = result; // first: what it throws at is not told twice
      tell(result);
    }
    return found; // what has changed while the listener ran is seen now
  }

  private void tell(R result) {
    telling.lock();
    try {
      if (!closed) {
        listener.accept(result);
      }
    } catch (RuntimeException e) {
      log().error("a listener of {} threw; it is told the next result", name, e);
    } finally {
      telling.unlock();
    }
  }

  @Override
  void fail(Throwable e) {
    closed = true;
    waiters.remove(this);
    if (ended.completeExceptionally(e) && !(e instanceof StoreClosedException)) {
      log().error("the observation of {} has ended", name, e);
    }
  }

  @Override
  boolean ended() {
    return closed;
  }

  @Override
  public CompletionStage<@Nullable Void> end() {
    return ended.minimalCompletionStage();
  }

  @Override
  public void close() {
    closed = true;
    telling.lock(); // once the call that is under way has ended
    try {
      waiters.remove(this);
    } finally {
      telling.unlock();
    }
    ended.complete(null);
  }

  private static Logger log() {
    return LoggerFactory.getLogger(ListenerWait.class);
  }
}
