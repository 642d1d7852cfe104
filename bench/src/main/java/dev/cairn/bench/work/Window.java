package dev.cairn.bench.work;

import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;

/** Limits the number of unfinished writes of one thread, and waits for the oldest ones first. */
final class Window {
  private final ArrayDeque<CompletableFuture<?>> inFlight;
  private final int limit;

  Window(int limit) {
    this.limit = limit;
    inFlight = new ArrayDeque<>(limit);
  }

  /** Adds what was submitted; waits for the oldest if that is one too many. */
  void add(CompletableFuture<?> submitted) {
    inFlight.add(submitted);
    if (inFlight.size() > limit) {
      inFlight.remove().join();
    }
  }

  /** Waits for all; throws if one failed. */
  void drain() {
    while (!inFlight.isEmpty()) {
      inFlight.remove().join();
    }
  }
}
