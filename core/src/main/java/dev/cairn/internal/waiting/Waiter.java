package dev.cairn.internal.waiting;

import dev.cairn.internal.cache.CachedResults;
import dev.cairn.internal.cache.Entry;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One who waits for a change of what its last look at the store has read.
 *
 * <p>It sleeps, or it is awake and looks. Whoever finds a change while it sleeps wakes it, and only
 * one of them does.
 */
abstract class Waiter {
  /** The last look, with the version and the notes of what it read; null while it is awake. */
  private final AtomicReference<@Nullable Entry<?>> last = new AtomicReference<>();

  /** Has it look again; called once a sleep. */
  abstract void wake();

  /** Falls asleep. What has changed since the look and before this call wakes nobody by itself. */
  final void sleep(Entry<?> look) {
    last.set(look);
  }

  final boolean sleeps() {
    return last.get() != null;
  }

  /** Wakes it if it sleeps and what it has read has changed, as far as is known. */
  final void wakeIfChanged(CachedResults<?, ?> changes) {
    Entry<?> look = last.get();
    if (look != null && !changes.unchanged(look.reads(), look.version())) {
      wake(look);
    }
  }

  /** Wakes it if it sleeps, whatever has changed. */
  final void wakeAnyway() {
    Entry<?> look = last.get();
    if (look != null) {
      wake(look);
    }
  }

  private void wake(Entry<?> look) {
    if (last.compareAndSet(look, null)) {
      boolean woken = false;
      try {
        wake();
        woken = true;
      } finally {
        if (!woken) {
          last.set(look); // no thread to be had, say: it is woken at the next attempt
        }
      }
    }
  }
}
