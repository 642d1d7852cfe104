package dev.cairn.internal.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Makes several writes run in one batch, by keeping the writer busy until all of them are queued.
 */
public final class Together implements AutoCloseable {
  private final Engine engine;
  private final CountDownLatch release = new CountDownLatch(1);
  private final CompletableFuture<Void> busy;
  private final List<CompletableFuture<?>> queued = new ArrayList<>();

  public Together(Engine engine) {
    this.engine = engine;
    CountDownLatch begun = new CountDownLatch(1);
    this.busy =
        engine.writeAsync(
            batch -> {
              begun.countDown();
              wait(release);
              return null;
            },
            Stores.LONG);
    wait(begun);
  }

  static void wait(CountDownLatch latch) {
    try {
      if (!latch.await(Stores.LONG.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("waited in vain");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  public <R> CompletableFuture<R> queue(Write<R> write) {
    CompletableFuture<R> future = engine.writeAsync(write, Stores.LONG);
    queued.add(future);
    return future;
  }

  /** Queues a write whose end is of no interest. */
  public void run(Write<?> write) {
    queued.add(engine.writeAsync(write, Stores.LONG));
  }

  /** Lets the writer go on, and waits until everything queued has ended somehow. */
  @Override
  public void close() {
    release.countDown();
    busy.join();
    queued.forEach(future -> future.handle((result, thrown) -> null).join());
  }
}
