package dev.cairn.internal.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Supplies the cache with a clock that costs next to nothing to read and is late by about a tick.
 * To ask the system for the time would take a fifth of the time of a cached read.
 *
 * <p>The first callers after a tick ask the system. Without callers nothing runs, and without many
 * of them the timer is not started: a program that opens a store and reads little goes without.
 */
final class CoarseTicker implements Ticker {
  static final long TICK_MILLIS = 100;

  /** How many calls ask the system before one of them is remembered for a tick. */
  private static final int FEW = 64;

  /** The JDK's own timer thread, which only lowers a flag here. */
  private static final class Timer {
    private static final Executor AFTER_A_TICK =
        CompletableFuture.delayedExecutor(TICK_MILLIS, TimeUnit.MILLISECONDS, Runnable::run);
  }

  /** True from a look at the system's clock until a tick later. */
  private final AtomicBoolean fresh = new AtomicBoolean();

  private volatile long nanos;

  /** Not exact if several threads count, and need not be. */
  private int asked;

  @Override
  public long read() {
    return fresh.get() ? nanos : ask();
  }

  private long ask() {
    long now = System.nanoTime();
    if (++asked % FEW != 0) {
      return now;
    }
    nanos = now; // before it counts as fresh
    if (fresh.compareAndSet(false, true)) {
      boolean timed = false;
      try {
        Timer.AFTER_A_TICK.execute(() -> fresh.set(false));
        timed = true;
      } finally {
        if (!timed) {
          fresh.set(false); // no memory, say: this clock must not stand still
        }
      }
    }
    return now;
  }
}
