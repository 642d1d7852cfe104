package dev.cairn.internal.table;

import dev.cairn.internal.cache.Entry;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Computes the answer of a query once for all threads that ask for it at the same time.
 *
 * <p>Whoever asks first computes, and the others wait. They take the answer if its snapshot is not
 * older than their call; so nobody waits for more than two computations.
 */
final class Computations {
  private final ConcurrentHashMap<QueryKey, CompletableFuture<@Nullable Entry<Object>>> running =
      new ConcurrentHashMap<>();

  /** The threads that compute; one that asks again meanwhile might wait for itself. */
  private final Set<Thread> computing = ConcurrentHashMap.newKeySet();

  /**
   * Returns an answer.
   *
   * @param asked the version of the store when the caller asked
   * @param computation computes the answer of a snapshot that begins now
   * @throws RuntimeException the exception of the caller's own computation
   */
  Entry<Object> of(QueryKey key, long asked, Supplier<Entry<Object>> computation) {
    if (computing.contains(Thread.currentThread())) {
      return computation.get();
    }
    while (true) {
      CompletableFuture<@Nullable Entry<Object>> mine = new CompletableFuture<>();
      CompletableFuture<@Nullable Entry<Object>> others = running.putIfAbsent(key, mine);
      if (others == null) {
        return lead(key, mine, computation);
      }
      Entry<Object> answer = others.join();
      if (answer == null) {
        return computation.get(); // the other one failed: this call has its own exception
      }
      if (answer.version() >= asked) {
        return answer;
      }
    }
  }

  private Entry<Object> lead(
      QueryKey key,
      CompletableFuture<@Nullable Entry<Object>> mine,
      Supplier<Entry<Object>> computation) {
    Thread thread = Thread.currentThread();
    Entry<Object> answer = null;
    try {
      computing.add(thread);
      answer = computation.get();
      return answer;
    } finally {
      computing.remove(thread);
      running.remove(key, mine);
      mine.complete(answer);
    }
  }
}
