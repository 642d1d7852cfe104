package dev.cairn.bench.contender;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Makes puts asynchronous for a store that has no asynchronous writes: one thread takes all queued
 * rows and stores them together. A program would write the same.
 *
 * @param <T> the type of the records
 */
final class PutQueue<T> implements AutoCloseable {
  private final Rows<T> rows;
  private final BlockingQueue<Waiting<T>> waiting = new LinkedBlockingQueue<>();
  private final AtomicBoolean toBeTaken = new AtomicBoolean();
  private final ExecutorService writer = Executors.newSingleThreadExecutor();

  private record Waiting<T>(Map.Entry<String, T> row, CompletableFuture<Void> stored) {}

  PutQueue(Rows<T> rows) {
    this.rows = rows;
  }

  /** Stores a row after those that were added before; the future completes when it is durable. */
  CompletableFuture<?> add(String key, T value) {
    Waiting<T> put = new Waiting<>(Map.entry(key, value), new CompletableFuture<>());
    waiting.add(put);
    if (!toBeTaken.getAndSet(true)) {
      writer.execute(this::store);
    }
    return put.stored();
  }

  /**
   * Stores all queued rows. A row that is added after the first line is taken now, or by the next
   * call.
   */
  private void store() {
    toBeTaken.set(false);
    List<Waiting<T>> taken = new ArrayList<>();
    waiting.drainTo(taken);
    if (taken.isEmpty()) {
      return; // an empty commit would cost a sync
    }
    try {
      rows.load(taken.stream().map(Waiting::row).toList());
    } catch (RuntimeException e) {
      taken.forEach(put -> put.stored().completeExceptionally(e));
      return;
    }
    taken.forEach(put -> put.stored().complete(null));
  }

  /** Returns when all that was added is stored. */
  @Override
  public void close() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(1, TimeUnit.MINUTES)) {
        throw new IllegalStateException("rows still wait to be stored");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while rows wait to be stored", e);
    }
  }
}
