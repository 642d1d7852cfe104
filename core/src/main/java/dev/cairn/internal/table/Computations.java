package dev.cairn.internal.table;

import dev.cairn.internal.cache.Entry;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Computes the answer of a query once for all threads that ask for it at the same time.
 *
 * <p>Whoever asks first computes, and the others wait. They take the answer, or the exception, of a
 * computation that began no earlier than their call; so nobody waits for more than two.
 */
final class Computations {
  /**
   * The threads that compute, in whichever store: one that asks again meanwhile does not wait,
   * since it might wait for itself.
   */
  private static final Set<Thread> COMPUTING = ConcurrentHashMap.newKeySet();

  private final ConcurrentHashMap<QueryKey, Computation> running = new ConcurrentHashMap<>();

  /**
   * A computation that others may wait for.
   *
   * @param asked the version of the store when it was begun
   * @param answer completes with its end
   */
  private record Computation(long asked, CompletableFuture<Entry<Object>> answer) {}

  /**
   * Returns an answer.
   *
   * @param asked the version of the store when the caller asked
   * @param computation computes the answer of a snapshot that begins now
   * @throws RuntimeException the exception of the computation
   */
  Entry<Object> of(QueryKey key, long asked, Supplier<Entry<Object>> computation) {
    if (COMPUTING.contains(Thread.currentThread())) {
      return computation.get();
    }
    Computation mine = new Computation(asked, new CompletableFuture<>());
    while (true) {
      Computation others = running.putIfAbsent(key, mine);
      if (others == null) {
        return lead(key, mine, computation);
      }
      try {
        Entry<Object> answer = others.answer.join();
        if (answer.version() >= asked) {
          return answer;
        }
      } catch (CompletionException e) {
        if (e.getCause() instanceof RuntimeException failure && others.asked >= asked) {
          throw failure;
        }
      }
      running.remove(key, others); // it has ended, whether its thread got to remove it or not
    }
  }

  private Entry<Object> lead(QueryKey key, Computation mine, Supplier<Entry<Object>> computation) {
    Thread thread = Thread.currentThread();
    COMPUTING.add(thread);
    try {
      Entry<Object> answer = computation.get();
      mine.answer.complete(answer);
      return answer;
    } catch (Throwable e) { // a checked one too, if it comes undeclared
      mine.answer.completeExceptionally(e);
      throw e;
    } finally {
      COMPUTING.remove(thread);
      running.remove(key, mine);
    }
  }
}
